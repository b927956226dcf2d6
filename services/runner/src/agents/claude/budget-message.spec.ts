import { describe, expect, it } from '@jest/globals';
import { stopMessage } from './budget-message.js';

const reply = { limit: 'reached', stopping: true, budgetNanoUsd: null, budgetTokens: null, askingTokens: 0 } as const;

describe('stopMessage', () => {
  it.each([
    [{ budgetNanoUsd: 1_000_000_000 }, 'Budget reached: $1.00'],
    [{ budgetNanoUsd: 15_000_000 }, 'Budget reached: $0.0150'],
    [{ budgetTokens: 6_000 }, 'Budget reached: 6,000 tokens'],
    [{ budgetNanoUsd: 500_000_000, budgetTokens: 10 }, 'Budget reached: $0.50 or 10 tokens'],
  ])('names the budget %j', (budget, message) => {
    expect(stopMessage({ ...reply, ...budget })).toBe(message);
  });

  it('says when the session ends for another reason, and nothing while it may go on', () => {
    expect(stopMessage({ ...reply, limit: 'armed' })).toBe('The session is being stopped');
    expect(stopMessage({ ...reply, limit: 'warned', stopping: false })).toBeNull();
  });
});
