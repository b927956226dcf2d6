import { describe, expect, it } from '@jest/globals';
import { endingLine, stopVerdict } from './ending.js';
import { aSession } from './session.builder.js';

const ended = { status: 'ended' as const, endedAt: '2026-11-23T11:13:00.000Z', survivors: 0 };

describe('endingLine', () => {
  it.each([
    [{ ...ended, stopReason: 'budget_exceeded', budgetUsd: 5, costUsd: 5.02 }, 'Stopped at $5.02, 0 processes left, after 1h 13m'],
    [{ ...ended, stopReason: 'exited', exitCode: 137 }, 'Exit 137 after 1h 13m'],
    [{ ...ended, stopReason: 'exited', signal: 'SIGKILL' }, 'SIGKILL after 1h 13m'],
    [{ ...ended, stopReason: 'user' }, 'Stopped by you after 1h 13m, 0 processes left'],
  ] as const)('says how it ended', (session, line) => {
    expect(endingLine(aSession(session))).toBe(line);
  });

  it('counts tokens when only they had a budget', () => {
    const tokens = { ...aSession().tokens, counted: 2010 };
    expect(endingLine(aSession({ ...ended, stopReason: 'budget_exceeded', budgetTokens: 2000, tokens }))).toMatch(/^Stopped at 2k tokens, 0 processes left/);
  });
});

describe('stopVerdict', () => {
  it('says when a stop is verified, when it failed, and nothing before', () => {
    expect([0, 1, 2, null].map((survivors) => stopVerdict({ survivors }))).toEqual([
      'Stop verified: 0 processes left',
      'Stop failed: 1 process left',
      'Stop failed: 2 processes left',
      null,
    ]);
  });
});
