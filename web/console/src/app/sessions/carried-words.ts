import { type Session } from '@agents-fleet/contracts';
import { formatUsd } from '../format/money.js';
import { formatCount, formatTokens } from '../format/tokens.js';
import { chainSpend } from './budget-use.js';

/**
 * What of a budget's use is from before and what is the session's own: `$0.82 before, $0.12 now`. In tokens when only
 * they have a budget; `null` for a session that carries nothing.
 */
export function carriedWords(session: Pick<Session, 'carried' | 'costUsd' | 'tokens' | 'budgetUsd' | 'budgetTokens'>): string | null {
  const { carried, costUsd, tokens } = session;
  if (carried.costUsd === 0 && carried.countedTokens === 0) return null;
  const inTokens = session.budgetUsd === null && session.budgetTokens !== null;
  return inTokens
    ? `${formatTokens(carried.countedTokens)} tokens before, ${formatTokens(tokens.counted)} now`
    : `${formatUsd(carried.costUsd)} before, ${formatUsd(costUsd)} now`;
}

/** What counts against the budget so far, in a sentence: `Used so far: $0.94, 47,000 tokens, $0.82 of it by the sessions before.` */
export function spendWords(session: Pick<Session, 'carried' | 'costUsd' | 'tokens'>): string {
  const { costUsd, countedTokens } = chainSpend(session);
  const { carried } = session;
  const before = carried.costUsd === 0 && carried.countedTokens === 0 ? '' : `, ${formatUsd(carried.costUsd)} of it by the sessions before`;
  return `Used so far: ${formatUsd(costUsd)}, ${formatCount(countedTokens)} tokens${before}.`;
}
