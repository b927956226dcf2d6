import { describe, expect, it } from '@jest/globals';
import { averageBurn, costBySlot, timeToSpend } from './burn.js';
import { groupByRepo } from './repo-groups.js';
import { countByState, filterSessions, matchesText } from './session-filter.js';
import { aSession } from './session.builder.js';

const now = Date.parse('2026-11-23T10:00:00.000Z');
const id = (last: number) => `01K0000000000000000000000${last}`;
const ended = { status: 'ended' as const, stopReason: 'exited' as const, exitCode: 0, endedAt: '2026-11-23T10:00:00.000Z' };

describe('filters', () => {
  const sessions = [aSession({ id: id(1), name: 'Fix cart' }), aSession({ id: id(2), name: 'Docs', branch: 'docs/cart', ...ended })];

  it('find every word, in any case, in what a row shows', () => {
    expect(filterSessions(sessions, { state: null, text: 'CART docs' }, now).map((session) => session.id)).toEqual([id(2)]);
    expect(matchesText(aSession({ command: null, branch: null }), 'shop')).toBe(true);
  });

  it('let one state through, and count all', () => {
    expect(filterSessions(sessions, { state: 'working', text: '' }, now)).toHaveLength(1);
    expect(countByState(sessions, now)).toEqual({ needs: 0, working: 1, idle: 0, stopped: 0, failed: 0, ended: 1 });
  });
});

describe('groupByRepo', () => {
  it('puts repos with live sessions first, and live sessions first inside', () => {
    const groups = groupByRepo([
      aSession({ id: id(1), repoPath: '/a/old', costUsd: 1 }),
      aSession({ id: id(2), repoPath: '/a/done', ...ended }),
      aSession({ id: id(3), repoPath: '/a/old', costUsd: 2, ...ended }),
    ]);
    expect(groups.map(({ name, live, costUsd }) => ({ name, live, costUsd }))).toEqual([
      { name: 'old', live: 1, costUsd: 3 },
      { name: 'done', live: 0, costUsd: 0 },
    ]);
    expect(groups[0]?.sessions.map((session) => session.id)).toEqual([id(1), id(3)]);
  });
});

describe('burn', () => {
  it('is the cost over the time that a session has run', () => {
    const session = aSession({ costUsd: 2 });
    expect(averageBurn(session, now + 1_800_000)).toBe(4);
    expect(averageBurn(aSession({ costUsd: 2, ...ended, endedAt: '2026-11-23T11:00:00.000Z' }), now)).toBe(2);
    expect(timeToSpend(2, 4)).toBe(1_800_000);
  });

  it('says nothing of a session that is too young or has cost nothing', () => {
    expect(averageBurn(aSession({ costUsd: 2 }), now + 59_999)).toBeNull();
    expect(averageBurn(aSession(), now + 1_800_000)).toBeNull();
  });

  it('puts each cost into its slice of time, and leaves out what is older', () => {
    const at = (ms: number) => new Date(now + ms).toISOString();
    const entries = [{ at: at(-5000), costUsd: 9 }, { at: at(0), costUsd: 1 }, { at: at(999), costUsd: 2 }, { at: at(2000), costUsd: 4 }, { at: at(1500), costUsd: null }];
    expect(costBySlot(entries, now + 2000, 2000, 2)).toEqual([3, 4]);
  });
});
