import { describe, expect, it } from '@jest/globals';
import { ChunkRing } from './chunk-ring.js';
import { chunkBytes, type TerminalChunk } from './terminal-chunk.js';

const chunk = (n: number, size = 84): TerminalChunk => ({ n, at: 0, kind: 'output', bytes: new Uint8Array(size) });
const numbers = (chunks: readonly TerminalChunk[]) => chunks.map(({ n }) => n);

describe('ChunkRing', () => {
  it('holds the newest chunks within its bytes', () => {
    const ring = new ChunkRing(10 * chunkBytes(chunk(1)), 5);
    for (let n = 5; n < 1005; n += 1) ring.push(chunk(n));
    expect(ring.first).toBe(995);
    expect(ring.next).toBe(1005);
    expect(ring.bytes).toBe(10 * chunkBytes(chunk(1)));
    expect(numbers(ring.slice(998, Infinity))).toEqual([998, 999, 1000, 1001, 1002, 1003, 1004]);
  });

  it('hands out at least one chunk, nothing that it dropped, nothing that has not come', () => {
    const ring = new ChunkRing(1000, 1);
    for (let n = 1; n <= 3; n += 1) ring.push(chunk(n, 600));
    expect(numbers(ring.slice(3, 1))).toEqual([3]);
    expect(ring.slice(1, Infinity)).toEqual([]);
    expect(ring.slice(4, Infinity)).toEqual([]);
  });

  it('lets go of what is too old for a smaller number of bytes, and grows again', () => {
    const ring = new ChunkRing(10 * chunkBytes(chunk(1)), 1);
    for (let n = 1; n <= 20; n += 1) ring.push(chunk(n));
    ring.keep(4 * chunkBytes(chunk(1)));
    expect([ring.first, ring.next, ring.bytes]).toEqual([17, 21, 4 * chunkBytes(chunk(1))]);
    for (let n = 21; n <= 30; n += 1) ring.push(chunk(n));
    expect(ring.first).toBe(21);
  });

  it('begins anew elsewhere', () => {
    const ring = new ChunkRing(1000, 1);
    ring.push(chunk(1));
    ring.restart(500);
    expect([ring.first, ring.next, ring.bytes, ring.slice(1, Infinity), ring.slice(500, Infinity)]).toEqual([500, 500, 0, [], []]);
    ring.push(chunk(500));
    expect(numbers(ring.slice(500, Infinity))).toEqual([500]);
  });

  it('refuses a hole', () => {
    expect(() => { new ChunkRing(1000, 1).push(chunk(2)); }).toThrow('chunk 2 does not follow chunk 0');
  });
});
