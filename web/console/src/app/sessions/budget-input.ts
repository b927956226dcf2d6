import { budgetTokensSchema, budgetUsdSchema, type ChangeBudget } from '@agents-fleet/contracts';

/** Messages by field, when what was typed is no budget. */
export interface BudgetRefused {
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Reads the two budget fields: an empty one means no limit (`null`). Thousands separators are forgiven.
 * @returns the budgets, or a message for each field that is wrong
 */
export function readBudget(usdText: string, tokensText: string): Required<ChangeBudget> | BudgetRefused {
  const usd = readNumber(usdText, budgetUsdSchema, 'must be an amount such as 5 or 0.25');
  const tokens = readNumber(tokensText, budgetTokensSchema, 'must be a whole number such as 200000');
  if (usd.ok && tokens.ok) return { budgetUsd: usd.value, budgetTokens: tokens.value };
  return { fields: { ...(usd.ok ? {} : { budgetUsd: usd.message }), ...(tokens.ok ? {} : { budgetTokens: tokens.message }) } };
}

type Reading = { ok: true; value: number | null } | { ok: false; message: string };
type NumberSchema = typeof budgetUsdSchema | typeof budgetTokensSchema;

function readNumber(text: string, schema: NumberSchema, notANumber: string): Reading {
  const bare = text.replaceAll(/[\s,_]/g, '').replace(/^\$/, '');
  if (bare === '') return { ok: true, value: null };
  if (!/^-?\d*\.?\d+$/.test(bare)) return { ok: false, message: notANumber };
  const parsed = schema.safeParse(Number(bare));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, message: parsed.error.issues[0]?.message ?? notANumber };
}

/** A budget as the field shows it before anybody types: empty for none. */
export function budgetText(value: number | null): string {
  return value === null ? '' : String(value);
}

const RAISE_BY = 1.6;

/** A sensible next budget in USD: 60 % more than the old one or what is spent, in whole cents. */
export function raisedUsd(budget: number | null, spent: number): number | null {
  return budget === null ? null : Math.ceil(Math.max(budget, spent) * RAISE_BY * 100) / 100;
}

/** A sensible next budget in tokens: 60 % more, in two leading digits. */
export function raisedTokens(budget: number | null, spent: number): number | null {
  if (budget === null) return null;
  const target = Math.max(budget, spent) * RAISE_BY;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(target)) - 1);
  return Math.ceil(target / step) * step;
}
