import { nanoUsdToUsd } from '@agents-fleet/contracts';

const integer = new Intl.NumberFormat('en-US');
/** Rounds down, so that "$0.99 of $1.00" never reads "$1.00 of $1.00" before it is. */
const usd = (most: number) =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: most,
    roundingMode: 'trunc',
  });
const DOLLARS = usd(2);
const CENTS = usd(4);
const LESS = usd(6);

/** `2,000` */
export function count(value: number): string {
  return integer.format(value);
}

/** `$1.50`; more decimals for less than a dollar, so that small costs do not read $0.00. */
export function money(nanoUsd: number): string {
  const amount = nanoUsdToUsd(nanoUsd);
  if (amount >= 1) return DOLLARS.format(amount);
  return (amount >= 0.01 ? CENTS : LESS).format(amount);
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
