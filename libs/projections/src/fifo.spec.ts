import { describe, expect, it } from '@jest/globals';
import { Fifo } from './fifo.js';

describe('Fifo', () => {
  it('runs one task after the other and hands each its result', async () => {
    const fifo = new Fifo();
    const order: number[] = [];
    const task = (number: number, milliseconds: number) => () =>
      new Promise<number>((resolve) => setTimeout(() => resolve(order.push(number)), milliseconds));
    expect(await Promise.all([fifo.run(task(1, 20)), fifo.run(task(2, 0)), fifo.run(task(3, 5))])).toEqual([1, 2, 3]);
    expect(order).toEqual([1, 2, 3]);
  });

  it('goes on after a task that fails', async () => {
    const fifo = new Fifo();
    const failed = fifo.run(() => Promise.reject(new Error('this one')));
    const next = fifo.run(() => Promise.resolve('fine'));
    await expect(failed).rejects.toThrow('this one');
    await expect(next).resolves.toBe('fine');
  });
});
