import { type Session } from '@agents-fleet/contracts';
import { SESSION_STATES, sessionState, type SessionState } from './session-state.js';

/** What the fleet shows: one state or all, and a text that must occur. */
export interface SessionFilter {
  readonly state: SessionState | null;
  readonly text: string;
}

/** Whether every word of the text occurs in what a row shows of the session. */
export function matchesText(session: Session, text: string): boolean {
  const haystack = [session.name, session.command ?? '', session.branch ?? '', session.repoPath, session.agent]
    .join('\n')
    .toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => haystack.includes(word));
}

/** The sessions that a filter lets through, in their order. */
export function filterSessions(sessions: readonly Session[], filter: SessionFilter, nowMs: number): Session[] {
  return sessions.filter(
    (session) =>
      (filter.state === null || sessionState(session, nowMs) === filter.state) && matchesText(session, filter.text),
  );
}

/** How many sessions are in each state. */
export function countByState(sessions: readonly Session[], nowMs: number): Record<SessionState, number> {
  const counts = Object.fromEntries(SESSION_STATES.map((state) => [state, 0])) as Record<SessionState, number>;
  for (const session of sessions) counts[sessionState(session, nowMs)] += 1;
  return counts;
}
