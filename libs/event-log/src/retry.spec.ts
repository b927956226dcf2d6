import { describe, expect, it } from '@jest/globals';
import { backoffMs, pause } from './retry.js';

describe('backoffMs', () => {
  it('doubles up to two seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(backoffMs)).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });
});

describe('pause', () => {
  it('ends early when it is told to', async () => {
    const stop = new AbortController();
    const paused = pause(60_000, stop.signal);
    stop.abort();
    await expect(paused).resolves.toBeUndefined();
  });
});
