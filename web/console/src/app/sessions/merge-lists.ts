import { type Session } from '@agents-fleet/contracts';

/** What is known of sessions, from several sides. */
export interface SessionSources {
  /** Ended sessions that were listed before: older pages that a new list does not bring again. */
  readonly kept: readonly Session[];
  /** The lists that were just read. */
  readonly listed: readonly Session[];
  /** States that came by the socket after the lists were asked for. */
  readonly since: readonly Session[];
}

/**
 * One state for each session. What the socket said while a list was on its way is newer than the list; taking the list's
 * would show a session as running for ever when it ended in that moment.
 */
export function mergeLists({ kept, listed, since }: SessionSources): ReadonlyMap<string, Session> {
  return new Map([...kept, ...listed, ...since].map((session) => [session.id, session]));
}
