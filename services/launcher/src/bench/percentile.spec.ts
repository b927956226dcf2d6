import { describe, expect, it } from '@jest/globals';
import { percentile } from './percentile.js';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('percentile', () => {
  it.each([
    [hundred, 0.5, 50],
    [hundred, 0.99, 99],
    [hundred, 1, 100],
    [[7], 0.99, 7],
    [[1, 2, 1000], 0.99, 1000],
  ])('takes a value that was measured', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('makes up nothing', () => {
    expect(() => percentile([], 0.5)).toThrow('nothing was measured');
  });
});
