import { describe, expect, it } from '@jest/globals';
import { carriedWords, spendWords } from './carried-words.js';
import { aSession } from './session.builder.js';

describe('carriedWords', () => {
  const carried = { costUsd: 0.82, countedTokens: 41_000 };
  const tokens = { ...aSession().tokens, counted: 6_000 };

  it('tells what is from before from what is new', () => {
    expect(carriedWords(aSession({ carried, costUsd: 0.12, budgetUsd: 5, budgetTokens: 90_000, tokens }))).toBe('$0.82 before, $0.12 now');
    expect(carriedWords(aSession({ carried, costUsd: 0.12, budgetTokens: 90_000, tokens }))).toBe('41k tokens before, 6k now');
  });

  it('has nothing to say of a session that resumes none', () => {
    expect(carriedWords(aSession({ costUsd: 3 }))).toBeNull();
  });
});

describe('spendWords', () => {
  it('sums the chain, and says what of it is from before', () => {
    const tokens = { ...aSession().tokens, counted: 6_000 };
    expect(spendWords(aSession({ costUsd: 0.12, tokens, carried: { costUsd: 0.82, countedTokens: 41_000 } }))).toBe('Used so far: $0.94, 47,000 tokens, $0.82 of it by the sessions before.');
    expect(spendWords(aSession({ costUsd: 0.12, tokens }))).toBe('Used so far: $0.12, 6,000 tokens.');
  });
});
