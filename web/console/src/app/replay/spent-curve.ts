import { type Session, type UsageEntry } from '@agents-fleet/contracts';
import { formatUsd } from '../format/money.js';
import { formatTokens } from '../format/tokens.js';

/** What was spent by a time: milliseconds from the start of the recording. */
export interface SpentPoint {
  readonly at: number;
  readonly spent: number;
}

/** The spending of a session over time, in the unit that its budget is in. */
export interface SpentCurve {
  readonly unit: 'usd' | 'tokens';
  /** What the sessions that this one resumes had spent: where the curve begins, because the budget counts it. */
  readonly before: number;
  readonly points: readonly SpentPoint[];
  readonly total: number;
  readonly budget: number | null;
  /** The height of the drawing: the budget or what was spent, whichever is more. */
  readonly top: number;
}

/** Sums usage entries: those that the session's figures count, each request once. */
export function spentCurve(session: Session, usage: readonly UsageEntry[], startMs: number): SpentCurve {
  const unit = session.budgetUsd === null && session.budgetTokens !== null ? 'tokens' : 'usd';
  const budget = unit === 'usd' ? session.budgetUsd : session.budgetTokens;
  const before = unit === 'usd' ? session.carried.costUsd : session.carried.countedTokens;
  let spent = before;
  const points = usage.map((entry) => {
    spent += unit === 'usd' ? (entry.costUsd ?? 0) : counted(entry);
    return { at: Math.max(0, Date.parse(entry.at) - startMs), spent };
  });
  return { unit, before, points, total: spent, budget, top: Math.max(spent, budget ?? 0) };
}

/** Tokens that count against a budget: cache reads do not (design, ledger rule 7). */
function counted({ tokens }: UsageEntry): number {
  return tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output;
}

/** What was spent until a time. */
export function spentUntil(curve: SpentCurve, at: number): number {
  return curve.points.findLast((point) => point.at <= at)?.spent ?? curve.before;
}

/** An amount on the curve, in words. */
export function spentWords(curve: Pick<SpentCurve, 'unit'>, spent: number): string {
  return curve.unit === 'usd' ? formatUsd(spent) : `${formatTokens(spent)} tokens`;
}
