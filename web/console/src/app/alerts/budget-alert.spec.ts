import { describe, expect, it } from '@jest/globals';
import { aSession } from '../sessions/session.builder.js';
import { budgetAlert, stoppedText, warnedText } from './budget-alert.js';

const armed = aSession({ name: 'loop', budgetTokens: 2000, limitState: 'armed' });
const tokens = { ...armed.tokens, counted: 1612 };
const warned = aSession({ ...armed, limitState: 'warned', tokens });
const stopped = aSession({ ...armed, limitState: 'reached', status: 'ended', stopReason: 'budget_exceeded', survivors: 0, tokens: { ...tokens, counted: 2010 } });

describe('budgetAlert', () => {
  it('given an armed budget, when 80 % is used, then it warns, and once', () => {
    expect(budgetAlert(armed, warned)).toBe('warned');
    expect(budgetAlert(warned, warned)).toBeNull();
  });

  it('given a raised budget, when 80 % of that is used, then it warns again', () => {
    expect(budgetAlert(warned, { ...warned, budgetVersion: 2 })).toBe('warned');
  });

  it('tells of a stop by the budget, once', () => {
    expect(budgetAlert(warned, stopped)).toBe('stopped');
    expect(budgetAlert(stopped, stopped)).toBeNull();
  });

  it('says nothing of what was so before anybody looked, nor of other endings', () => {
    expect(budgetAlert(undefined, warned)).toBeNull();
    expect(budgetAlert(warned, { ...stopped, stopReason: 'user' })).toBeNull();
  });
});

describe('the words', () => {
  const now = Date.parse('2026-11-23T10:10:00.000Z');

  it('say how long the rest lasts at the present pace', () => {
    const session = aSession({ budgetUsd: 5, costUsd: 4.25, recentCosts: [{ at: '2026-11-23T10:08:00.000Z', costUsd: 1.25 }] });
    expect(warnedText(session, now)).toBe('$0.75 left, about 3m at $0.25/min. At $5.00 the session is stopped and kept.');
  });

  it('name what is left and what happens', () => {
    expect(warnedText(warned, now)).toBe('388 tokens left. At 2k tokens the session is stopped and kept.');
    expect(warnedText({ ...warned, budgetUsd: 5, costUsd: 4.21 }, now)).toBe('$0.79 and 388 tokens left. At $5.00 or 2k tokens the session is stopped and kept.');
    expect(stoppedText(stopped)).toBe('$0.00, 2k tokens used. Stop verified: 0 processes left.');
  });
});
