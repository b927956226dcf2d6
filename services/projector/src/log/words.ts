/** `2,000`. By hand, as everywhere in this file: `Intl` would load 5 MB of the world's languages into the process. */
export function count(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

const NANO_DIGITS = 9;

/**
 * `$1.50`; more decimals for less than a dollar, so that small costs do not read $0.00. Rounds down, so that "$0.99 of
 * $1.00" never reads "$1.00 of $1.00" before it is.
 */
export function money(nanoUsd: number): string {
  const decimals = nanoUsd >= 1e9 ? 2 : nanoUsd >= 1e7 ? 4 : 6;
  const units = BigInt(nanoUsd) / 10n ** BigInt(NANO_DIGITS - decimals);
  const one = 10n ** BigInt(decimals);
  const fraction = String(units % one).padStart(decimals, '0').replace(/0+$/, '').padEnd(2, '0');
  return `$${count(units / one)}.${fraction}`;
}

/** How many whole percent `part` is of `whole`, rounded down. */
export function wholePercent(part: number, whole: number): number {
  if (whole <= 0) return 100;
  // Exact for amounts in nano-USD, whose hundredfold is beyond what a number holds exactly.
  return Number((BigInt(part) * 100n) / BigInt(whole));
}

/** `2,000 tokens and $1.50`, `null` for no budget. */
export function budgetWords(budget: { budgetTokens: number | null; budgetNanoUsd: number | null }): string | null {
  const parts = [
    ...(budget.budgetTokens === null ? [] : [plural(budget.budgetTokens, 'token')]),
    ...(budget.budgetNanoUsd === null ? [] : [money(budget.budgetNanoUsd)]),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

/** `1 byte`, `2 bytes` */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
