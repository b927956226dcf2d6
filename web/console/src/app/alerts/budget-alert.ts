import { type Session } from '@agents-fleet/contracts';
import { formatUsd } from '../format/money.js';
import { formatDuration } from '../format/time.js';
import { formatTokens } from '../format/tokens.js';
import { budgetLeft, chainSpend } from '../sessions/budget-use.js';
import { burnRate, timeToBudget } from '../sessions/burn.js';
import { stopVerdict } from '../sessions/ending.js';

/** What happened to a budget that a person must hear of. */
export type BudgetAlert = 'warned' | 'stopped';

/** What has happened between two states of one session, if anything. Nothing is said of what was so from the start. */
export function budgetAlert(before: Session | undefined, after: Session): BudgetAlert | null {
  if (before === undefined) return null;
  const stopped = after.status === 'ended' && after.stopReason === 'budget_exceeded';
  if (stopped) return before.status === 'ended' ? null : 'stopped';
  const newlyWarned = before.limitState !== 'warned' || before.budgetVersion !== after.budgetVersion;
  return after.limitState === 'warned' && after.status !== 'ended' && newlyWarned ? 'warned' : null;
}

/** What is left of the budget, how long that lasts at the present pace, and what happens at its end. */
export function warnedText(session: Session, nowMs: number): string {
  const left = budgetLeft(session);
  const parts = [
    left.usd === null ? null : { left: formatUsd(left.usd), cap: formatUsd(session.budgetUsd ?? 0) },
    left.tokens === null ? null : { left: `${formatTokens(left.tokens)} tokens`, cap: `${formatTokens(session.budgetTokens ?? 0)} tokens` },
  ].filter((part) => part !== null);
  return `${parts.map((part) => part.left).join(' and ')} left${paceWords(session, nowMs)}. At ${parts.map((part) => part.cap).join(' or ')} the session is stopped and kept.`;
}

/** `, about 2m at $0.28/min`; nothing without a budget in USD or a pace. */
function paceWords(session: Session, nowMs: number): string {
  const usd = burnRate(session, nowMs);
  const left = timeToBudget(session, { usd, tokens: null });
  return usd === null || left === null ? '' : `, about ${formatDuration(left.ms)} at ${formatUsd(usd)}/min`;
}

/** What was spent, and whether the stop is verified. */
export function stoppedText(session: Session): string {
  const verdict = stopVerdict(session);
  const spend = chainSpend(session);
  return `${formatUsd(spend.costUsd)}, ${formatTokens(spend.countedTokens)} tokens used.${verdict === null ? '' : ` ${verdict}.`}`;
}
