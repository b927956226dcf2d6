import { describe, expect, it } from '@jest/globals';
import { raisedTokens, raisedUsd, readBudget } from './budget-input.js';

describe('readBudget', () => {
  it('reads amounts as people type them; empty means no limit', () => {
    expect(readBudget(' $1,250.50', '200 000')).toEqual({ budgetUsd: 1250.5, budgetTokens: 200_000 });
    expect(readBudget('', '')).toEqual({ budgetUsd: null, budgetTokens: null });
    expect(readBudget('.25', '')).toEqual({ budgetUsd: 0.25, budgetTokens: null });
  });

  it.each([
    ['five', '', 'budgetUsd', 'must be an amount such as 5 or 0.25'],
    ['0', '', 'budgetUsd', 'must be more than 0'],
    ['-1', '', 'budgetUsd', 'must be more than 0'],
    ['', '0', 'budgetTokens', 'must be at least 1'],
    ['', '1e5', 'budgetTokens', 'must be a whole number such as 200000'],
  ])('refuses %j and %j at %s', (usd, tokens, field, message) => {
    expect(readBudget(usd, tokens)).toEqual({ fields: { [field]: message } });
  });

  it('names both fields when both are wrong', () => {
    expect(readBudget('x', 'y')).toMatchObject({ fields: { budgetUsd: expect.any(String), budgetTokens: expect.any(String) } });
  });
});

describe('a raised budget', () => {
  it('is 60 % more than the budget or what is spent', () => {
    expect([raisedUsd(5, 4), raisedUsd(5, 10), raisedUsd(null, 3)]).toEqual([8, 16, null]);
    expect([raisedTokens(2000, 1612), raisedTokens(7, 1), raisedTokens(null, 3)]).toEqual([3200, 12, null]);
  });
});
