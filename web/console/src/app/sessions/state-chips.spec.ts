import { describe, expect, it } from '@jest/globals';
import { SESSION_STATES, type SessionState } from './session-state.js';
import { stateChips } from './state-chips.js';

const counts = (some: Partial<Record<SessionState, number>>) => ({ ...(Object.fromEntries(SESSION_STATES.map((state) => [state, 0])) as Record<SessionState, number>), ...some });

describe('stateChips', () => {
  it('are the states that sessions are in, in the order of states', () => {
    expect(stateChips(counts({ ended: 2, working: 1 }), null)).toEqual([
      { state: 'working', label: 'Working', count: 1 },
      { state: 'ended', label: 'Ended', count: 2 },
    ]);
  });

  it('keep the one that is chosen when its last session leaves it', () => {
    expect(stateChips(counts({ ended: 2 }), 'working').map(({ state }) => state)).toEqual(['working', 'ended']);
  });

  it('keep those that always have a place', () => {
    expect(stateChips(counts({}), null, ['ended', 'idle']).map(({ state, count }) => `${state} ${count}`)).toEqual(['idle 0', 'ended 0']);
  });
});
