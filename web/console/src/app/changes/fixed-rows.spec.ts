import { describe, expect, it } from '@jest/globals';
import { rowsInView, topToReveal } from './fixed-rows.js';

describe('rowsInView', () => {
  it('is what is seen and 700 px around it', () => {
    expect(rowsInView({ top: 28_000, room: 560, rowPx: 28, count: 10_000 })).toEqual({ from: 975, to: 1045 });
  });

  it('ends with the list, on both sides', () => {
    expect(rowsInView({ top: 0, room: 560, rowPx: 28, count: 10 })).toEqual({ from: 0, to: 10 });
    expect(rowsInView({ top: 280_000, room: 560, rowPx: 28, count: 10_000 })).toEqual({ from: 9_955, to: 10_000 });
  });

  it('is the end of a list that has become shorter than where it was scrolled to', () => {
    expect(rowsInView({ top: 200_000, room: 560, rowPx: 28, count: 100 })).toEqual({ from: 55, to: 100 });
  });
});

describe('topToReveal', () => {
  const view = { top: 280, room: 560, rowPx: 28 };

  it('is nothing for a row that is seen', () => {
    expect([topToReveal(10, view), topToReveal(28, view)]).toEqual([null, null]);
  });

  it('leaves a neighbour beside a row above or below', () => {
    expect([topToReveal(5, view), topToReveal(0, view), topToReveal(29, view)]).toEqual([112, 0, 336]);
  });
});
