import { type Session } from '@agents-fleet/contracts';
import { raisedTokens, raisedUsd } from './budget-input.js';
import { chainSpend } from './budget-use.js';
import { isLive } from './session-state.js';

/**
 * Whether a session can be taken up: it has ended, left a resume command, and nobody goes on with it already.
 * @param next the session that took it up, as far as it is known
 */
export function canResume(session: Pick<Session, 'status' | 'resumeCommand'>, next: Pick<Session, 'status'> | undefined): boolean {
  return session.status === 'ended' && session.resumeCommand !== null && (next === undefined || !isLive(next));
}

/** Budgets that the chain has used up, with a sensible higher one; empty when there is something left of each. */
export function usedUpBudgets(
  session: Pick<Session, 'budgetUsd' | 'budgetTokens' | 'costUsd' | 'tokens' | 'carried'>,
): { budgetUsd?: number; budgetTokens?: number } {
  const spend = chainSpend(session);
  const usd = session.budgetUsd !== null && spend.costUsd >= session.budgetUsd ? raisedUsd(session.budgetUsd, spend.costUsd) : null;
  const tokens = session.budgetTokens !== null && spend.countedTokens >= session.budgetTokens ? raisedTokens(session.budgetTokens, spend.countedTokens) : null;
  return { ...(usd !== null && { budgetUsd: usd }), ...(tokens !== null && { budgetTokens: tokens }) };
}
