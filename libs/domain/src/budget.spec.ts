import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyBudgetChange, crossedDimension, decideBudget, dueLimits, spentOf, type Budget, type LimitThreshold, type VersionedBudget } from './budget.js';

const tokens = (budgetTokens: number): Budget => ({ budgetTokens, budgetNanoUsd: null });
const usd = (budgetNanoUsd: number): Budget => ({ budgetTokens: null, budgetNanoUsd });
const spent = (counted: number, costNanoUsd = 0) => ({ counted, costNanoUsd });
const nothing = new Set<LimitThreshold>();

describe('decideBudget', () => {
  it.each([
    [0, 'armed'],
    [1599, 'armed'],
    [1600, 'warned'],
    [1999, 'warned'],
    [2000, 'reached'],
    [9999, 'reached'],
  ])('given a budget of 2000 tokens, when %i are counted, then it is %s', (counted, state) => {
    expect(decideBudget(tokens(2000), spent(counted))).toBe(state);
  });

  it.each([
    [799_999_999, 'armed'],
    [800_000_000, 'warned'],
    [1_000_000_000, 'reached'],
  ])('given a budget of 1 USD, when %i nano-USD are spent, then it is %s', (cost, state) => {
    expect(decideBudget(usd(1_000_000_000), spent(0, cost))).toBe(state);
  });

  it('given no budget, then there is nothing to decide', () => {
    expect(decideBudget({ budgetTokens: null, budgetNanoUsd: null }, spent(1e12, 1e12))).toBe('none');
  });

  it('given both budgets, then the one that is further along decides', () => {
    const both = { budgetTokens: 1000, budgetNanoUsd: 1000 };
    expect(decideBudget(both, spent(10, 1000))).toBe('reached');
    expect(crossedDimension(both, spent(850, 1000))).toBe('usd');
    expect(crossedDimension(both, spent(1000, 850))).toBe('tokens');
    expect(crossedDimension(both, spent(900, 900))).toBe('tokens');
    expect(crossedDimension(both, spent(10, 10))).toBeNull();
  });

  it('given a budget of one token, then the first token reaches it', () => {
    expect(decideBudget(tokens(1), spent(0))).toBe('armed');
    expect(decideBudget(tokens(1), spent(1))).toBe('reached');
  });

  it('never steps back while usage only grows', () => {
    const order = ['armed', 'warned', 'reached'];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.nat(2e12), fc.nat(2e12), (limit, a, b) => {
        const less = order.indexOf(decideBudget(tokens(limit), spent(Math.min(a, b))));
        const more = order.indexOf(decideBudget(tokens(limit), spent(Math.max(a, b))));
        expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});

describe('spentOf', () => {
  it('adds what was carried over to the session’s own', () => {
    expect(spentOf({ countedTokens: 1_500, costNanoUsd: 7 }, { counted: 500, costNanoUsd: 3 })).toEqual({ counted: 2_000, costNanoUsd: 10 });
  });

  it('stays a safe integer', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(spentOf({ countedTokens: most, costNanoUsd: most }, { counted: 1, costNanoUsd: 1 })).toEqual({ counted: most, costNanoUsd: most });
  });
});

describe('dueLimits', () => {
  it('given one usage that crosses both, then warned comes before reached', () => {
    expect(dueLimits(tokens(100), spent(100), nothing)).toEqual(['warned', 'reached']);
  });

  it('announces each limit once', () => {
    expect(dueLimits(tokens(100), spent(85), nothing)).toEqual(['warned']);
    expect(dueLimits(tokens(100), spent(90), new Set(['warned']))).toEqual([]);
    expect(dueLimits(tokens(100), spent(100), new Set(['warned']))).toEqual(['reached']);
    expect(dueLimits(tokens(100), spent(200), new Set(['warned', 'reached']))).toEqual([]);
  });

  it('given that reached was announced, then no late warning follows', () => {
    expect(dueLimits(tokens(100), spent(100), new Set(['reached']))).toEqual([]);
  });

  it('announces at most two limits of a version, whatever the steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.array(fc.nat(3_000), { maxLength: 30 }), (limit, steps) => {
        const announced: LimitThreshold[] = [];
        let counted = 0;
        for (const step of steps) {
          counted += step;
          announced.push(...dueLimits(tokens(limit), spent(counted), new Set(announced)));
        }
        const expected = counted >= limit ? ['warned', 'reached'] : counted * 5 >= limit * 4 ? ['warned'] : [];
        expect(announced).toEqual(expected);
      }),
    );
  });
});

describe('applyBudgetChange', () => {
  const before: VersionedBudget = { version: 1, budgetTokens: 1000, budgetNanoUsd: null };

  it('given a reached budget, when it is raised, then it is armed again', () => {
    const after = applyBudgetChange(before, { budgetTokens: 5000 });
    expect(after).toEqual({ version: 2, budgetTokens: 5000, budgetNanoUsd: null });
    expect(decideBudget(after, spent(1000))).toBe('armed');
  });

  it('given an armed budget, when it is lowered below what is used, then it is reached at once', () => {
    const after = applyBudgetChange(before, { budgetTokens: 400 });
    expect(dueLimits(after, spent(500), nothing)).toEqual(['warned', 'reached']);
  });

  it('leaves what is absent and removes what is null', () => {
    expect(applyBudgetChange(before, { budgetNanoUsd: 5 })).toEqual({ version: 2, budgetTokens: 1000, budgetNanoUsd: 5 });
    expect(applyBudgetChange(before, { budgetTokens: null })).toEqual({ version: 2, budgetTokens: null, budgetNanoUsd: null });
  });

  it('given a change that changes nothing, then it is the same budget in the same version', () => {
    expect(applyBudgetChange(before, { budgetTokens: 1000 })).toBe(before);
    expect(applyBudgetChange(before, {})).toBe(before);
  });
});
