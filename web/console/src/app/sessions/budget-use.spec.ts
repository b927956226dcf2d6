import { describe, expect, it } from '@jest/globals';
import { budgetLeft, budgetUse, chainSpend } from './budget-use.js';
import { aSession } from './session.builder.js';

const counted = (count: number) => ({ ...aSession().tokens, counted: count });

describe('budgetUse', () => {
  it('has no percent without a budget', () => {
    expect(budgetUse(aSession({ costUsd: 3 }))).toEqual({ level: 'none', percent: null, fill: 0, before: 0 });
  });

  it('rounds percent down, so that 100 means reached', () => {
    expect(budgetUse(aSession({ budgetUsd: 5, costUsd: 4.999 }))).toMatchObject({ level: 'warned', percent: 99 });
    expect(budgetUse(aSession({ budgetUsd: 5, costUsd: 5 }))).toMatchObject({ level: 'reached', percent: 100, fill: 1 });
  });

  it('warns from 80 %', () => {
    expect(budgetUse(aSession({ budgetUsd: 10, costUsd: 7.99 }))).toMatchObject({ level: 'ok', percent: 79 });
    expect(budgetUse(aSession({ budgetUsd: 10, costUsd: 8 }))).toMatchObject({ level: 'warned', percent: 80 });
  });

  it('takes the budget that is further used', () => {
    expect(budgetUse(aSession({ budgetUsd: 10, costUsd: 1, budgetTokens: 100, tokens: counted(50) })).percent).toBe(50);
  });

  it('believes the fleet that the budget was reached, whatever the figures say yet', () => {
    expect(budgetUse(aSession({ budgetUsd: 10, costUsd: 9, limitState: 'reached' }))).toMatchObject({ level: 'reached', percent: 100 });
  });
});

describe('a session that resumes another', () => {
  const resumed = aSession({ budgetUsd: 5, costUsd: 0.5, budgetTokens: 1000, tokens: counted(100), carried: { costUsd: 3.5, countedTokens: 300 } });

  it('has both spends count against its budget, and tells them apart', () => {
    expect(chainSpend(resumed)).toEqual({ costUsd: 4, countedTokens: 400 });
    expect(budgetUse(resumed)).toEqual({ level: 'warned', percent: 80, fill: 0.8, before: 0.7 });
    expect(budgetLeft(resumed)).toEqual({ usd: 1, tokens: 600 });
  });

  it('shows the part before of the budget that is further used', () => {
    expect(budgetUse({ ...resumed, budgetTokens: 450 })).toMatchObject({ percent: 88, before: 300 / 450 });
  });
});

describe('budgetLeft', () => {
  it('is never negative, and null without a budget', () => {
    expect(budgetLeft(aSession({ budgetUsd: 5, costUsd: 5.02 }))).toEqual({ usd: 0, tokens: null });
    expect(budgetLeft(aSession({ budgetTokens: 100, tokens: counted(30) }))).toEqual({ usd: null, tokens: 70 });
  });
});
