import { describe, expect, it } from '@jest/globals';
import { reconnectDelayMs } from './reconnect-delay.js';

describe('reconnectDelayMs', () => {
  it('doubles from a quarter of a second up to five seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((failures) => reconnectDelayMs(failures, 0))).toEqual([
      250, 500, 1000, 2000, 4000, 5000, 5000,
    ]);
  });

  it('takes off up to 30 % at random', () => {
    expect(reconnectDelayMs(2, 1)).toBe(700);
  });
});
