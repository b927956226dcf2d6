import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChunkOrder } from './chunk-order.js';

describe('ChunkOrder', () => {
  it('lets every chunk out once and in order, whatever the order and the repeats of their arrival', () => {
    const arrivals = fc
      .integer({ min: 1, max: 40 })
      .chain((count) => fc.tuple(fc.constant(count), fc.array(fc.integer({ min: 1, max: count })), fc.shuffledSubarray(
        Array.from({ length: count }, (_, index) => index + 1), { minLength: count },
      )));
    fc.assert(
      fc.property(arrivals, ([count, repeats, shuffled]) => {
        const order = new ChunkOrder(1);
        const out = [...repeats, ...shuffled].flatMap((n) => order.accept({ n })).map(({ n }) => n);
        expect(out).toEqual(Array.from({ length: count }, (_, index) => index + 1));
        expect(order.hasGap).toBe(false);
      }),
    );
  });

  it('given a start in the middle, when earlier chunks come, then they are taken for repeats', () => {
    const order = new ChunkOrder<{ n: number }>(7);
    expect(order.accept({ n: 6 })).toEqual([]);
    expect(order.accept({ n: 8 })).toEqual([]);
    expect(order.hasGap).toBe(true);
    expect(order.accept({ n: 7 })).toEqual([{ n: 7 }, { n: 8 }]);
    expect(order.next).toBe(9);
  });

  it('given chunks that wait, when it skips, then those before are forgotten and those behind come when they are due', () => {
    const order = new ChunkOrder<{ n: number }>(1);
    for (const n of [3, 7, 8, 10]) order.accept({ n });
    expect(order.skipTo(7)).toEqual([{ n: 7 }, { n: 8 }]);
    expect([order.next, order.hasGap]).toEqual([9, true]);
    expect(order.skipTo(4)).toEqual([]);
    expect(order.accept({ n: 3 })).toEqual([]);
    expect(order.accept({ n: 9 })).toEqual([{ n: 9 }, { n: 10 }]);
    expect(order.hasGap).toBe(false);
  });
});
