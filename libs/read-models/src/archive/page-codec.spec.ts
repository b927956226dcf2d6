import { describe, expect, it } from '@jest/globals';
import type { ChunkRow } from '../queries/terminal.js';
import { NumberReader, NumberWriter } from './number-codec.js';
import { packBodies, packHeads, unpackChunks, unpackHeads } from './page-codec.js';

describe('numbers', () => {
  it('come back as they were, whatever their size', () => {
    const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32, Date.parse('2026-01-15'), Number.MAX_SAFE_INTEGER];
    const writer = new NumberWriter();
    for (const number of numbers) writer.add(number);
    for (const number of numbers.slice(0, -1)) writer.addSigned(-number);
    const reader = new NumberReader(writer.finish());
    expect(numbers.map(() => reader.next())).toEqual(numbers);
    expect(numbers.slice(0, -1).map(() => reader.nextSigned())).toEqual(numbers.slice(0, -1).map((number) => (number === 0 ? 0 : -number)));
    expect(() => reader.next()).toThrow(RangeError);
  });

  it('may be many', () => {
    const writer = new NumberWriter();
    for (let number = 0; number < 10_000; number++) writer.add(number);
    const reader = new NumberReader(writer.finish());
    for (let number = 0; number < 10_000; number++) expect(reader.next()).toBe(number);
  });
});

describe('a page', () => {
  const chunks: ChunkRow[] = [
    { n: 7, kind: 'output', at: 1_768_000_000_000, offset: 100, data: Buffer.from('\x1b[1mone\r\n') },
    { n: 8, kind: 'resize', at: 1_768_000_000_500, offset: 109, data: Buffer.from('90x30') },
    // The clock of the machine was put back.
    { n: 9, kind: 'output', at: 1_767_999_999_000, offset: 109, data: Buffer.from([0, 255, 128]) },
    // Another life of the runner has counted otherwise.
    { n: 10, kind: 'output', at: 1_767_999_999_000, offset: 0, data: Buffer.alloc(0) },
    { n: 11, kind: 'output', at: 1_767_999_999_001, offset: 112, data: Buffer.alloc(65_536, 'x') },
  ];

  it('gives its chunks back byte for byte', () => {
    expect(unpackChunks(7, 100, unpackHeads(packHeads(chunks)), packBodies(chunks))).toEqual(chunks);
  });

  it('may hold nothing', () => {
    expect(unpackChunks(1, 0, unpackHeads(packHeads([])), packBodies([]))).toEqual([]);
  });

  it('tells when it is damaged', () => {
    const bodies = packBodies(chunks);
    bodies[bodies.length - 1] = (bodies.at(-1) ?? 0) ^ 1;
    expect(() => unpackChunks(7, 100, unpackHeads(packHeads(chunks)), bodies)).toThrow();
    expect(() => unpackChunks(7, 100, unpackHeads(packHeads(chunks.slice(1))), packBodies(chunks))).toThrow('tells of');
  });
});
