import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('Turns', () => {
  it('lets two run at once and the others wait in their order, whatever becomes of them', async () => {
    const turns = new Turns(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const work = [1, 2, 3, 4].map((n) =>
      turns.take(async () => {
        begun.push(n);
        await new Promise<void>((resolve, reject) => ends.push(n === 1 ? () => reject(new Error('failed')) : resolve));
        return n;
      }),
    );
    const settled = Promise.allSettled(work);
    await Promise.resolve();
    expect(begun).toEqual([1, 2]);
    for (const at of [0, 1, 2, 3]) {
      while (ends[at] === undefined) await Promise.resolve();
      ends[at]();
    }
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(begun).toEqual([1, 2, 3, 4]);
  });
});
