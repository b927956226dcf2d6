import { describe, expect, it } from '@jest/globals';
import { aSession } from '../sessions/session.builder.js';
import { countedWords, tokenRows } from './token-rows.js';

const tokens = { input: 10, cacheRead: 1000, cacheWrite: 7, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, total: 1022, counted: 22 };

describe('tokenRows', () => {
  it('lists every class; what is counted adds up to the counted figure', () => {
    const rows = tokenRows(aSession({ tokens }));
    expect(rows.map(({ count }) => count)).toEqual([10, 1000, 3, 4, 5]);
    expect(rows.filter(({ counted }) => counted).reduce((sum, { count }) => sum + count, 0)).toBe(tokens.counted);
  });

  it('follows the setting that counts cache reads, too', () => {
    const rows = tokenRows(aSession({ tokens: { ...tokens, counted: 1022 } }));
    expect(rows.every(({ counted }) => counted)).toBe(true);
  });
});

describe('countedWords', () => {
  it('explains the difference, and what the sessions before have used', () => {
    expect(countedWords(aSession({ tokens }))).toBe(
      'Input, cache writes and output count against a token budget. Cache reads do not: they are the same context sent again with each request.',
    );
    expect(countedWords(aSession({ tokens: { ...tokens, counted: 1022 } }))).toContain('by a setting of this fleet');
    expect(countedWords(aSession({ tokens, carried: { costUsd: 0, countedTokens: 4100 } }))).toContain('another 4,100 of it');
  });
});
