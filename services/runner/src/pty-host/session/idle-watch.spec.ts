import { describe, expect, it } from '@jest/globals';
import { idleTimeoutMs, IdleWatch } from './idle-watch.js';

const TIMEOUT = 60_000;

describe('IdleWatch', () => {
  it('counts from the start, then from the last output or input', () => {
    const watch = new IdleWatch(TIMEOUT, 1_000);
    expect(watch.isTooLong(60_999, true)).toBe(false);
    expect(watch.isTooLong(61_000, true)).toBe(true);
    watch.sawTerminal(61_000);
    expect(watch.isTooLong(120_999, true)).toBe(false);
    expect(watch.isTooLong(121_000, true)).toBe(true);
  });

  it('is never too long when it is off', () => {
    expect(idleTimeoutMs(0)).toBeNull();
    expect(idleTimeoutMs(2)).toBe(120_000);
    expect(new IdleWatch(null, 0).isTooLong(Number.MAX_SAFE_INTEGER, false)).toBe(false);
  });

  it('does not call an agent idle that works, and counts from when it stops', () => {
    const watch = new IdleWatch(TIMEOUT, 0);
    watch.sawActivity('working', 10_000);
    expect(watch.isTooLong(500_000, true)).toBe(false);
    watch.sawActivity('waiting', 500_000);
    expect(watch.isTooLong(559_999, true)).toBe(false);
    expect(watch.isTooLong(560_000, true)).toBe(true);
  });

  it('does not prolong the time of an agent that waits by saying so', () => {
    const watch = new IdleWatch(TIMEOUT, 0);
    watch.sawActivity('waiting', 30_000);
    watch.sawActivity('idle', 50_000);
    expect(watch.isTooLong(60_000, true)).toBe(true);
  });

  it('does not believe a runner that is gone', () => {
    const watch = new IdleWatch(TIMEOUT, 0);
    watch.sawActivity('working', 10_000);
    expect(watch.isTooLong(60_000, false)).toBe(true);
  });
});
