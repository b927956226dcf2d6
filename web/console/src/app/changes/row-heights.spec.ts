import { describe, expect, it } from '@jest/globals';
import { RowHeights } from './row-heights.js';

describe('heights of rows', () => {
  it('are estimates until a row is measured', () => {
    const heights = new RowHeights(4, (index) => (index === 1 ? 40 : 20));
    expect(heights.total).toBe(100);
    expect(heights.measure(1, 60)).toBe(20);
    expect([0, 1, 2, 4].map((index) => heights.offsetOf(index))).toEqual([0, 20, 80, 120]);
    expect(heights.measure(1, 60.2)).toBe(0);
    expect(heights.measure(3, 5)).toBe(-15);
    expect(heights.total).toBe(105);
  });

  it('find the row at a place', () => {
    const heights = new RowHeights(3, () => 20);
    expect([-5, 0, 19, 20, 59, 1000].map((offset) => heights.indexAt(offset))).toEqual([0, 0, 0, 1, 2, 2]);
  });

  it('of nothing are nothing', () => {
    const heights = new RowHeights(0, () => 20);
    expect([heights.total, heights.indexAt(100), heights.measure(0, 5)]).toEqual([0, 0, 0]);
  });
});
