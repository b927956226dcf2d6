import { describe, expect, it } from '@jest/globals';
import { batches } from './batches.js';

const sizeOf = (item: string) => item.length;
const everything = { maxMessages: 100, maxBytes: 100 };

async function* items(...values: string[]) {
  yield* values;
}

async function collect(source: AsyncIterator<string>, limits: { maxMessages: number; maxBytes: number }) {
  const result: string[][] = [];
  for await (const batch of batches(source, limits, sizeOf)) result.push(batch);
  return result;
}

describe('batches', () => {
  it('puts everything that is ready into one batch', async () => {
    expect(await collect(items('a', 'b', 'c'), everything)).toEqual([['a', 'b', 'c']]);
  });

  it('is full at the number of messages', async () => {
    expect(await collect(items('a', 'b', 'c'), { maxMessages: 2, maxBytes: 100 })).toEqual([['a', 'b'], ['c']]);
  });

  it('is full at the number of bytes, and takes at least one message', async () => {
    expect(await collect(items('aaaa', 'b', 'c'), { maxMessages: 9, maxBytes: 2 })).toEqual([['aaaa'], ['b', 'c']]);
  });

  it('hands out a lone message at once, without waiting for the next', async () => {
    let release: () => void = () => undefined;
    async function* slow() {
      yield 'first';
      await new Promise<void>((resolve) => (release = resolve));
      yield 'second';
    }
    const iterator = batches(slow(), everything, sizeOf);
    expect((await iterator.next()).value).toEqual(['first']);
    const second = iterator.next();
    release();
    expect((await second).value).toEqual(['second']);
  });

  it('waits for company when it is told to, and no longer once it is full', async () => {
    const released: (() => void)[] = [];
    async function* slow() {
      for (const value of ['a', 'b', 'c']) {
        yield value;
        await new Promise<void>((resolve) => { released.push(resolve); });
      }
    }
    // So long that only the number of messages can end it.
    const iterator = batches(slow(), { maxMessages: 2, maxBytes: 100, gatherMs: 1e9 }, sizeOf);
    const batch = iterator.next();
    while (released.length === 0) await new Promise(setImmediate);
    released[0]?.();
    expect((await batch).value).toEqual(['a', 'b']);
  });

  it('hands out a lone message once it has waited', async () => {
    async function* stuck() {
      yield 'a';
      await new Promise(() => undefined);
    }
    const iterator = batches(stuck(), { ...everything, gatherMs: 1 }, sizeOf);
    expect((await iterator.next()).value).toEqual(['a']);
  });

  it('throws what the source throws, after the batch before it', async () => {
    async function* failing() {
      yield 'a';
      throw new Error('gone');
    }
    const iterator = batches(failing(), { maxMessages: 1, maxBytes: 100 }, sizeOf);
    expect((await iterator.next()).value).toEqual(['a']);
    await expect(iterator.next()).rejects.toThrow('gone');
  });

  it('ends with an empty source', async () => {
    expect(await collect(items(), everything)).toEqual([]);
  });
});
