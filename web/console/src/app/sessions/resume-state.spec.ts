import { describe, expect, it } from '@jest/globals';
import { canResume, usedUpBudgets } from './resume-state.js';
import { aSession } from './session.builder.js';

const ended = aSession({ status: 'ended', stopReason: 'user', resumeCommand: 'claude --resume 1' });

describe('canResume', () => {
  it('is for what has ended and left a resume command', () => {
    expect(canResume(ended, undefined)).toBe(true);
    expect(canResume({ ...ended, resumeCommand: null }, undefined)).toBe(false);
    expect(canResume({ ...ended, status: 'running' }, undefined)).toBe(false);
  });

  it('waits for the session that goes on with it', () => {
    expect(canResume(ended, aSession())).toBe(false);
    expect(canResume(ended, ended)).toBe(true);
  });
});

describe('usedUpBudgets', () => {
  it('names each budget that the chain has used up, with a higher one', () => {
    const tokens = { ...ended.tokens, counted: 600 };
    const session = aSession({ ...ended, budgetUsd: 5, costUsd: 2, budgetTokens: 1000, tokens, carried: { costUsd: 3, countedTokens: 399 } });
    expect(usedUpBudgets(session)).toEqual({ budgetUsd: 8 });
    expect(usedUpBudgets({ ...session, carried: { costUsd: 2, countedTokens: 400 } })).toEqual({ budgetTokens: 1600 });
    expect(usedUpBudgets({ ...session, budgetUsd: null, budgetTokens: null })).toEqual({});
  });
});
