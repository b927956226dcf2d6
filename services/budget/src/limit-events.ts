import type { Envelope, LimitChanged, LimitReached, LimitWarned, SetBudgetCommand } from '@agents-fleet/contracts';
import type { VersionedBudget } from '@agents-fleet/domain';
import type { DueLimit, SessionBudget } from './session-budget.js';

/**
 * The event of a limit that is due. Its id is made of the session, the threshold and the budget's version, so that
 * however often it is decided, it is one event.
 * @param at ISO 8601 UTC
 */
export function limitEvent(sessionId: string, state: SessionBudget, due: DueLimit, at: string): LimitWarned | LimitReached {
  const { threshold, budget, dimension, spentTokens, spentNanoUsd } = due;
  return {
    ...envelope(sessionId, state, at),
    id: `limit:${sessionId}:${threshold}:${budget.version}`,
    type: `limit.${threshold}`,
    causationId: state.causeId,
    data: { ...budget, dimension, spentTokens, spentNanoUsd },
  };
}

/** The event of a budget that a person changed. Caused by a command, which is no event: so by none. */
export function changeEvent(command: SetBudgetCommand, state: SessionBudget, budget: VersionedBudget, at: string): LimitChanged {
  return {
    ...envelope(command.sessionId, state, at),
    id: `limit:${command.sessionId}:changed:${budget.version}`,
    type: 'limit.changed',
    correlationId: command.correlationId,
    causationId: null,
    data: budget,
  };
}

function envelope(sessionId: string, state: SessionBudget, at: string): Omit<Envelope, 'id' | 'type' | 'v' | 'causationId'> & { v: 1 } {
  return {
    v: 1,
    sessionId,
    runnerId: state.runnerId,
    epoch: null,
    n: null,
    at,
    correlationId: state.correlationId,
  };
}
