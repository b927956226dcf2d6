import { describe, expect, it } from '@jest/globals';
import { CODE_LIFETIME_MS, OneTimeCodes } from './one-time-codes.js';

describe('OneTimeCodes', () => {
  it('takes a code once, and only before it expires', () => {
    let now = 0;
    const codes = new OneTimeCodes(() => now);
    const { code } = codes.create();
    expect(codes.redeem('another')).toBe(false);
    expect(codes.redeem(code)).toBe(true);
    expect(codes.redeem(code)).toBe(false);
    const late = codes.create();
    now += CODE_LIFETIME_MS;
    expect(codes.redeem(late.code)).toBe(false);
  });

  it('forgets the oldest of more than twenty', () => {
    const codes = new OneTimeCodes();
    const made = Array.from({ length: 21 }, () => codes.create().code);
    expect(made.map((code) => codes.redeem(code)).filter(Boolean)).toHaveLength(20);
    expect(codes.redeem(made[0]!)).toBe(false);
  });
});
