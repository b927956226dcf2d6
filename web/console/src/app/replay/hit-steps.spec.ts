import { describe, expect, it } from '@jest/globals';
import { hitAt, hitCount, stepHit } from './hit-steps.js';

const chunks = [3, 7, 7, 20];

describe('hits on a timeline', () => {
  it('has one on screen from the first on', () => {
    expect([2, 3, 7, 19, 99].map((chunk) => hitAt(chunks, chunk))).toEqual([0, 1, 3, 3, 4]);
  });

  it('steps to the next and to the one before, and around', () => {
    expect([0, 3, 7, 20].map((chunk) => stepHit(chunks, chunk, 1))).toEqual([3, 7, 20, 3]);
    expect([3, 7, 20, 25].map((chunk) => stepHit(chunks, chunk, -1))).toEqual([20, 3, 7, 20]);
    expect(stepHit([], 5, 1)).toBeNull();
  });

  it('says how many there are', () => {
    expect([hitCount(0, 1, false), hitCount(0, 2, false), hitCount(3, 14, false), hitCount(3, 200, true), hitCount(0, 1, true)]).toEqual(['1 hit', '2 hits', '3/14', '3/200+', '1+ hits']);
  });
});
