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
  /** The part of the bar that the sessions before have spent, 0 to `fill`. */
  readonly before: number;
}

/** The notch of the meter: from here on the person is warned. */
export const WARN_AT = 0.8;

type SpendFields = Pick<Session, 'costUsd' | 'tokens' | 'carried'>;
type BudgetFields = SpendFields & Pick<Session, 'budgetUsd' | 'budgetTokens' | 'limitState'>;

/** An amount of money and the tokens that count against a budget. */
export interface Spend {
  readonly costUsd: number;
  readonly countedTokens: number;
}

/** What counts against a session's budget: its own spend and that of the sessions that it resumes. */
export function chainSpend({ costUsd, tokens, carried }: SpendFields): Spend {
  return { costUsd: carried.costUsd + costUsd, countedTokens: carried.countedTokens + tokens.counted };
}

/** Use of a session's budget; with a budget in USD and one in tokens, the one that is further used. */
export function budgetUse(session: BudgetFields): BudgetUse {
  const spend = chainSpend(session);
  const parts = [
    share(spend.costUsd, session.carried.costUsd, session.budgetUsd),
    share(spend.countedTokens, session.carried.countedTokens, session.budgetTokens),
  ];
  const most = parts.filter((part) => part !== null).sort((a, b) => b.used - a.used)[0];
  if (most === undefined) return { level: 'none', percent: null, fill: 0, before: 0 };
  const reached = session.limitState === 'reached' || most.used >= 1;
  const warned = session.limitState === 'warned' || most.used >= WARN_AT;
  return {
    level: reached ? 'reached' : warned ? 'warned' : 'ok',
    percent: reached ? 100 : Math.floor(most.used * 100),
    fill: reached ? 1 : most.used,
    before: Math.min(1, most.before),
  };
}

function share(spent: number, before: number, budget: number | null): { used: number; before: number } | null {
  return budget === null ? null : { used: spent / budget, before: before / budget };
}

/** What is left of a budget in USD, or of one in tokens. */
export function budgetLeft(session: BudgetFields): { usd: number | null; tokens: number | null } {
  const left = (budget: number | null, spent: number) => (budget === null ? null : Math.max(0, budget - spent));
  const spend = chainSpend(session);
  return { usd: left(session.budgetUsd, spend.costUsd), tokens: left(session.budgetTokens, spend.countedTokens) };
}
