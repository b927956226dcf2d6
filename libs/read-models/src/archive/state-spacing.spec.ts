import { describe, expect, it } from '@jest/globals';
import { isWorthKeeping, isWorthKeepingAtEnd } from './state-spacing.js';

const MB = 1024 * 1024;

describe('a state of a terminal', () => {
  it('is worth it when it is small for what it spares', () => {
    expect(isWorthKeeping({ size: 5_000, end: 2 * MB }, MB)).toBe(true);
    expect(isWorthKeeping({ size: 170_000, end: 2 * MB }, MB)).toBe(false);
    expect(isWorthKeeping({ size: 100_000, end: 3 * MB }, MB)).toBe(true);
  });

  it('is worth anything when it spares a lot', () => {
    expect(isWorthKeeping({ size: 2 * MB, end: 10 * MB }, 7 * MB)).toBe(true);
  });

  it('of the end is worth it in a long session', () => {
    expect(isWorthKeepingAtEnd({ size: 170_000, end: 100 * MB }, 99 * MB)).toBe(true);
    expect(isWorthKeepingAtEnd({ size: 170_000, end: MB }, 0)).toBe(false);
  });
});
