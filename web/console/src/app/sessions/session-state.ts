import { type Session } from '@agents-fleet/contracts';

/** What a person wants to know about a session at a glance; each has an outline of its own. */
export type SessionState = 'needs' | 'working' | 'idle' | 'stopped' | 'failed' | 'ended';

/** Order of the filter chips: what needs a person first. */
export const SESSION_STATES: readonly SessionState[] = ['needs', 'working', 'idle', 'stopped', 'failed', 'ended'];

/** A program that does not tell what it does is idle when nothing was printed or typed for this long. */
export const IDLE_AFTER_MS = 60_000;

/** The state of a session at a time: what its agent says, and for any other program whether it is quiet. */
export function sessionState(session: Session, nowMs: number): SessionState {
  if (session.status === 'ended') return endedState(session);
  if (needsPerson(session)) return 'needs';
  if (session.status !== 'running') return 'working';
  if (session.activity !== null) return session.activity === 'idle' ? 'idle' : 'working';
  return nowMs - Date.parse(session.lastActivityAt) >= IDLE_AFTER_MS ? 'idle' : 'working';
}

/** Whether a session waits for the person: a prompt, a permission. One that is on its way down does not. */
export function needsPerson(session: Pick<Session, 'status' | 'activity'>): boolean {
  return session.status === 'waiting' || (session.status === 'running' && session.activity === 'waiting');
}

function endedState(session: Session): SessionState {
  if (session.stopReason === 'budget_exceeded') return 'stopped';
  if (session.stopReason === 'crash_recovery') return 'failed';
  const failed = session.signal !== null || (session.exitCode !== null && session.exitCode !== 0);
  return session.stopReason === 'exited' && failed ? 'failed' : 'ended';
}

const LABELS: Readonly<Record<SessionState, string>> = {
  needs: 'Needs you',
  working: 'Working',
  idle: 'Idle',
  stopped: 'Budget stop',
  failed: 'Failed',
  ended: 'Ended',
};

/** The word for a state. */
export function stateLabel(state: SessionState): string {
  return LABELS[state];
}

/** The word for a session: as its state, but says so when it is on its way up or down, or was stopped by somebody. */
export function sessionLabel(session: Session, state: SessionState): string {
  if (state === 'ended' && session.stopReason !== null && session.stopReason !== 'exited') return 'Stopped';
  if (session.status === 'starting') return 'Starting';
  if (session.status === 'stopping') return 'Stopping';
  return stateLabel(state);
}

/** Whether a session can still be stopped. */
export function isLive(session: Pick<Session, 'status'>): boolean {
  return session.status !== 'ended';
}
