import { describe, expect, it } from '@jest/globals';
import { restartDelayMs } from './restart-delay.js';

describe('restartDelayMs', () => {
  it('doubles from a quarter of a second to half a minute', () => {
    expect([1, 2, 3, 8, 9, 1000].map(restartDelayMs)).toEqual([250, 500, 1000, 30_000, 30_000, 30_000]);
  });
});
