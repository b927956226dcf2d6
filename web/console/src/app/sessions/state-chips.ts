import { SESSION_STATES, stateLabel, type SessionState } from './session-state.js';

/** A state that sessions can be filtered by, and how many are in it. */
export interface StateChip {
  readonly state: SessionState;
  readonly label: string;
  readonly count: number;
}

/** The states to choose from: those with sessions in them, the chosen one, and those that are always shown. */
export function stateChips(counts: Readonly<Record<SessionState, number>>, chosen: SessionState | null, always: readonly SessionState[] = []): StateChip[] {
  return SESSION_STATES.filter((state) => always.includes(state) || counts[state] > 0 || chosen === state).map((state) => ({ state, label: stateLabel(state), count: counts[state] }));
}
