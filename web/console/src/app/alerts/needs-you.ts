import { type Session } from '@agents-fleet/contracts';
import { needsPerson } from '../sessions/session-state.js';

/** Agents ask, go on and ask again within seconds: a session is said aloud once in this time. */
export const QUIET_MS = 60_000;

/** Decides which sessions to say aloud that they need the person: when one begins to, and not again and again. Pure but for time. */
export class NeedsYou {
  readonly #needing = new Map<string, boolean>();
  readonly #saidAt = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  /** @returns whether the session begins to need the person. Nothing is said of what was so before anybody looked. */
  begins(session: Pick<Session, 'id' | 'status' | 'activity'>, known: Pick<Session, 'status' | 'activity'> | undefined): boolean {
    const before = this.#needing.get(session.id) ?? (known === undefined ? undefined : needsPerson(known));
    const needs = needsPerson(session);
    this.#needing.set(session.id, needs);
    if (!needs || before !== false) return false;
    const saidAt = this.#saidAt.get(session.id);
    if (saidAt !== undefined && this.now() - saidAt < QUIET_MS) return false;
    this.#saidAt.set(session.id, this.now());
    return true;
  }
}
