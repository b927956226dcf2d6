import { describe, expect, it } from '@jest/globals';
import { aSession, aUsageEntry } from '../sessions/session.builder.js';
import { spentCurve, spentUntil, spentWords } from './spent-curve.js';

const start = Date.parse('2026-11-23T10:00:00.000Z');
const usage = [
  aUsageEntry({ usageId: 'a', at: '2026-11-23T10:00:01.000Z', costUsd: 1 }),
  aUsageEntry({ usageId: 'c', at: '2026-11-23T10:00:03.000Z', costUsd: 2 }),
];

describe('spentCurve', () => {
  it('sums what each request cost', () => {
    const curve = spentCurve(aSession({ budgetUsd: 10, usageSource: 'otel' }), usage, start);
    expect(curve.points).toEqual([{ at: 1000, spent: 1 }, { at: 3000, spent: 3 }]);
    expect([curve.total, curve.top]).toEqual([3, 10]);
    expect([0, 1000, 2999, 9000].map((at) => spentUntil(curve, at))).toEqual([0, 1, 1, 3]);
    expect(spentWords(curve, 3)).toBe('$3.00');
  });

  it('begins at what the sessions before have spent, because the budget counts it', () => {
    const curve = spentCurve(aSession({ budgetUsd: 10, carried: { costUsd: 4, countedTokens: 0 } }), usage, start);
    expect([curve.before, curve.total]).toEqual([4, 7]);
    expect([0, 1000].map((at) => spentUntil(curve, at))).toEqual([4, 5]);
  });

  it('counts tokens when only they have a budget', () => {
    const curve = spentCurve(aSession({ budgetUsd: null, budgetTokens: 100, usageSource: 'otel' }), usage, start);
    expect(curve.unit).toBe('tokens');
    expect(curve.total).toBe(2 * (10 + 3 + 4 + 5));
    expect(spentWords(curve, curve.total)).toBe('44 tokens');
  });
});
