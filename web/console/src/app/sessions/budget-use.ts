import { type Session } from '@agents-fleet/contracts';

/** How far a budget is used: neutral, amber from 80 %, ember once reached; `none` without a budget. */
export type BudgetLevel = 'none' | 'ok' | 'warned' | 'reached';

/** What a meter shows. */
export interface BudgetUse {
  readonly level: BudgetLevel;
  /** Whole percent, rounded down, at most 100: 100 means that the budget is reached. `null` without a budget. */
  readonly percent: number | null;
  /** Width of the bar, 0 to 1. */
  readonly fill: number;
}

/** The notch of the meter: from here on the person is warned. */
export const WARN_AT = 0.8;

type BudgetFields = Pick<Session, 'budgetUsd' | 'budgetTokens' | 'costUsd' | 'tokens' | 'limitState'>;

/** Use of a session's budget; with a budget in USD and one in tokens, the one that is further used. */
export function budgetUse(session: BudgetFields): BudgetUse {
  const parts = [share(session.costUsd, session.budgetUsd), share(session.tokens.counted, session.budgetTokens)];
  const known = parts.filter((part) => part !== null);
  if (known.length === 0) return { level: 'none', percent: null, fill: 0 };
  const used = Math.max(...known);
  const reached = session.limitState === 'reached' || used >= 1;
  const warned = session.limitState === 'warned' || used >= WARN_AT;
  return {
    level: reached ? 'reached' : warned ? 'warned' : 'ok',
    percent: reached ? 100 : Math.floor(used * 100),
    fill: reached ? 1 : used,
  };
}

function share(spent: number, budget: number | null): number | null {
  return budget === null ? null : spent / budget;
}

/** What is left of a budget in USD, or of one in tokens. */
export function budgetLeft(session: BudgetFields): { usd: number | null; tokens: number | null } {
  const left = (budget: number | null, spent: number) => (budget === null ? null : Math.max(0, budget - spent));
  return { usd: left(session.budgetUsd, session.costUsd), tokens: left(session.budgetTokens, session.tokens.counted) };
}
