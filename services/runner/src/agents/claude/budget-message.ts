import { nanoUsdToUsd } from '@agents-fleet/contracts';
import type { ReportReply } from '../../control/protocol.js';

/** What an agent is told, and shows, when it may not go on; `null` when it may. */
export function stopMessage({ limit, stopping, budgetNanoUsd, budgetTokens }: ReportReply): string | null {
  if (limit === 'reached') {
    const budgets = [
      ...(budgetNanoUsd === null ? [] : [usd(nanoUsdToUsd(budgetNanoUsd))]),
      ...(budgetTokens === null ? [] : [`${budgetTokens.toLocaleString('en-US')} tokens`]),
    ];
    return `Budget reached: ${budgets.join(' or ')}`;
  }
  return stopping ? 'The session is being stopped' : null;
}

/** At least cents, and what is below them when it matters. */
function usd(amount: number): string {
  return `$${amount.toFixed(Math.round(amount * 1e4) % 100 === 0 ? 2 : 4)}`;
}
