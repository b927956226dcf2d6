import { describe, expect, it } from '@jest/globals';
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

  it('puts what waits for the person before everything', () => {
    const groups = groupByRepo([
      aSession({ id: id(9), repoPath: '/a/new' }),
      aSession({ id: id(3), repoPath: '/a/old' }),
      aSession({ id: id(2), repoPath: '/a/old', activity: 'waiting' }),
      aSession({ id: id(1), repoPath: '/a/old', activity: 'waiting', ...ended }),
    ]);
    expect(groups.map(({ name, needing }) => [name, needing])).toEqual([['old', 1], ['new', 0]]);
    expect(groups[0]?.sessions.map((session) => session.id)).toEqual([id(2), id(3), id(1)]);
  });

  it('says how far a repo’s sum can be trusted: as far as its worst figure', () => {
    const [group] = groupByRepo([aSession({ id: id(1), confidence: 'exact' }), aSession({ id: id(2), confidence: 'estimated' }), aSession({ id: id(3) })]);
    expect(group?.confidence).toBe('estimated');
  });
});
