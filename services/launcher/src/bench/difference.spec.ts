import { describe, expect, it } from '@jest/globals';
import { differenceOfMeans } from './difference.js';

describe('the difference of two means', () => {
  it('given samples that do not differ, then it has no error', () => {
    expect(differenceOfMeans([3, 3, 3], [2, 2])).toEqual({ first: 3, second: 2, standardError: 0 });
  });

  it('given samples that do, then its error is that of both means', () => {
    // Variances 4 and 2 of 4 and 2 samples: 4/4 + 2/2 = 2.
    const { first, second, standardError } = differenceOfMeans([1, 1, 4, 4].map((n) => 2 * n / Math.sqrt(3)), [0, 2]);
    expect(first).toBeCloseTo(5 / Math.sqrt(3));
    expect(second).toBe(1);
    expect(standardError).toBeCloseTo(Math.sqrt(2));
  });
});
