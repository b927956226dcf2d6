import { type Session, type StopReason } from '@agents-fleet/contracts';
import { formatUsd } from '../format/money.js';
import { formatDuration } from '../format/time.js';
import { formatTokens } from '../format/tokens.js';
import { chainSpend } from './budget-use.js';

const REASONS: Readonly<Record<StopReason, string>> = {
  user: 'Stopped by you',
  budget_exceeded: 'Stopped by the budget',
  idle_timeout: 'Stopped after idling',
  exited: 'Ended by itself',
  crash_recovery: 'Lost in a crash',
  shutdown: 'Stopped at shutdown',
};

/** Why a session ended, in words. */
export function reasonLabel(reason: StopReason): string {
  return REASONS[reason];
}

/** Whether anything of an ended session still runs; `null` while it lives. */
export function stopVerdict(session: Pick<Session, 'survivors'>): string | null {
  if (session.survivors === null) return null;
  if (session.survivors === 0) return 'Stop verified: 0 processes left';
  return `Stop failed: ${session.survivors} ${session.survivors === 1 ? 'process' : 'processes'} left`;
}

/** One line about how a session ended, for the place where a live one shows its screen. */
export function endingLine(session: Session): string {
  const after = session.endedAt === null ? '' : ` after ${formatDuration(Date.parse(session.endedAt) - Date.parse(session.startedAt))}`;
  const left = session.survivors === null ? '' : `, ${session.survivors} ${session.survivors === 1 ? 'process' : 'processes'} left`;
  switch (session.stopReason) {
    case 'budget_exceeded':
      return `Stopped at ${session.budgetUsd === null ? `${formatTokens(chainSpend(session).countedTokens)} tokens` : formatUsd(chainSpend(session).costUsd)}${left}${after === '' ? '' : `,${after}`}`;
    case 'exited':
      return `${session.signal === null ? `Exit ${session.exitCode ?? 0}` : session.signal}${after}`;
    case null:
      return `Ended${after}`;
    default:
      return `${reasonLabel(session.stopReason)}${after}${left}`;
  }
}
