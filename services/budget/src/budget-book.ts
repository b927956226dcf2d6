import type { FleetEvent } from '@agents-fleet/contracts';
import { decide, evolve, type CountingOptions, type DueLimit, type SessionBudget } from './session-budget.js';

/**
 * Ended sessions whose ledgers are kept, because the costs of their last seconds arrive after their end (much later,
 * after an outage). Older ones keep one bit, so that memory does not grow with the log.
 */
export const ENDED_SESSIONS_KEPT = 500;

/** The states of all sessions, as the log tells them. In memory only: a restart reads the log again. */
export class BudgetBook {
  readonly #options: CountingOptions;
  readonly #keepEnded: number;
  readonly #sessions = new Map<string, SessionBudget>();
  /** Oldest end first. */
  readonly #endedKept = new Set<string>();
  readonly #closed = new Set<string>();

  constructor(options: CountingOptions, keepEnded = ENDED_SESSIONS_KEPT) {
    this.#options = options;
    this.#keepEnded = keepEnded;
  }

  /** Sessions whose ledgers are in memory. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Takes in one event, however often it comes. @returns `false` when its session was closed too long ago. */
  apply(event: FleetEvent): boolean {
    const { sessionId } = event;
    if (this.#closed.has(sessionId)) return false;
    this.#sessions.set(sessionId, evolve(this.#sessions.get(sessionId), event));
    if (event.type === 'session.ended') this.#keepEndedLedger(sessionId);
    return true;
  }

  /** A session's state, `closed` for one that ended long ago, `undefined` for one that nobody knows. */
  find(sessionId: string): SessionBudget | 'closed' | undefined {
    return this.#closed.has(sessionId) ? 'closed' : this.#sessions.get(sessionId);
  }

  /** The limits of a session that the log has not been told yet. */
  due(sessionId: string): DueLimit[] {
    const state = this.#sessions.get(sessionId);
    return state === undefined ? [] : decide(state, this.#options);
  }

  /** Every session that has a limit due. */
  sessionsWithDueLimits(): string[] {
    return [...this.#sessions.keys()].filter((sessionId) => this.due(sessionId).length > 0);
  }

  #keepEndedLedger(sessionId: string): void {
    this.#endedKept.add(sessionId);
    for (const oldest of this.#endedKept) {
      if (this.#endedKept.size <= this.#keepEnded) return;
      // A limit that the log has not been told yet outranks memory: nothing that is due is ever dropped.
      if (this.due(oldest).length > 0) continue;
      this.#endedKept.delete(oldest);
      this.#sessions.delete(oldest);
      this.#closed.add(oldest);
    }
  }
}
