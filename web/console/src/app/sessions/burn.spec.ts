import { describe, expect, it } from '@jest/globals';
import { averageRate, burnRate, costBySlot, timeToBudget, tokenBurn } from './burn.js';
import { aSession, aUsageEntry } from './session.builder.js';

/** The sessions of these specs started at 10:00. */
const started = Date.parse('2026-11-23T10:00:00.000Z');
const at = (minute: number) => started + minute * 60_000;
const cost = (minute: number, costUsd: number) => ({ at: new Date(at(minute)).toISOString(), costUsd });
const tokens = { input: 100, cacheRead: 9000, cacheWrite: 40, cacheWrite5m: 40, cacheWrite1h: 0, output: 60, total: 9200, counted: 200 };

describe('burnRate', () => {
  it('is what the last five minutes cost, a minute', () => {
    const session = aSession({ recentCosts: [cost(3, 9), cost(4, 9), cost(5, 1), cost(8, 1.5)] });
    expect(burnRate(session, at(10))).toBeCloseTo(0.5);
  });

  it('counts the oldest minute by its part inside the window, and the running one whole', () => {
    expect(burnRate(aSession({ recentCosts: [cost(4, 4), cost(9, 1)] }), at(9.75))).toBeCloseTo((4 * 0.25 + 1) / 5);
  });

  it('looks no further back than the session’s start', () => {
    expect(burnRate(aSession({ recentCosts: [cost(0, 1)] }), at(2))).toBeCloseTo(0.5);
    expect(burnRate(aSession({ recentCosts: [cost(0, 1)] }), at(0) + 2_000)).toBeCloseTo(2);
  });

  it('says nothing when nothing was spent', () => {
    expect(burnRate(aSession(), at(10))).toBeNull();
    expect(burnRate(aSession({ costUsd: 3, recentCosts: [cost(4, 3)] }), at(10))).toBeNull();
  });
});

describe('tokenBurn', () => {
  const entry = (minute: number) => aUsageEntry({ at: new Date(at(minute)).toISOString(), tokens: { input: 50, cacheRead: 4500, cacheWrite5m: 20, cacheWrite1h: 0, output: 30 } });

  it('counts what counts against the budget', () => {
    expect(tokenBurn(aSession({ tokens }), [entry(1), entry(8), entry(9)], at(10))).toBe(40);
    expect(tokenBurn(aSession({ tokens: { ...tokens, counted: 9200 } }), [entry(8), entry(9)], at(10))).toBe(1840);
    expect(tokenBurn(aSession({ tokens }), [entry(1)], at(10))).toBeNull();
  });
});

describe('timeToBudget', () => {
  it('is until the budget that comes first', () => {
    const session = aSession({ budgetUsd: 5, costUsd: 3, budgetTokens: 1000, tokens: { ...tokens, counted: 900 } });
    expect(timeToBudget(session, { usd: 0.5, tokens: 10 })).toEqual({ ms: 240_000, budget: 'usd' });
    expect(timeToBudget(session, { usd: 0.5, tokens: 100 })).toEqual({ ms: 60_000, budget: 'tokens' });
  });

  it('counts what the chain has spent before', () => {
    expect(timeToBudget(aSession({ budgetUsd: 5, costUsd: 1, carried: { costUsd: 3, countedTokens: 0 } }), { usd: 1, tokens: null })?.ms).toBe(60_000);
  });

  it('says nothing without a budget or without a rate', () => {
    expect(timeToBudget(aSession({ costUsd: 3 }), { usd: 1, tokens: 1 })).toBeNull();
    expect(timeToBudget(aSession({ budgetUsd: 5 }), { usd: null, tokens: 3 })).toBeNull();
  });
});

describe('averageRate', () => {
  it('is for sessions that have ended', () => {
    expect(averageRate(aSession({ costUsd: 2, endedAt: '2026-11-23T10:04:00.000Z' }))).toBe(0.5);
    expect(averageRate(aSession({ costUsd: 2 }))).toBeNull();
    expect(averageRate(aSession({ endedAt: '2026-11-23T10:04:00.000Z' }))).toBeNull();
  });
});

describe('costBySlot', () => {
  it('puts each cost into its slice of time, and leaves out what is older', () => {
    const moment = (ms: number) => new Date(started + ms).toISOString();
    const entries = [{ at: moment(-5000), costUsd: 9 }, { at: moment(0), costUsd: 1 }, { at: moment(999), costUsd: 2 }, { at: moment(2000), costUsd: 4 }, { at: moment(1500), costUsd: null }];
    expect(costBySlot(entries, started + 2000, 2000, 2)).toEqual([3, 4]);
  });
});
