import { describe, expect, it } from '@jest/globals';
import { blocksOf, packLines, unpackLines, type KeptLine } from './text-block.js';

const line = (number: number, text: string): KeptLine => ({ chunk: number, at: 1_768_000_000_000 + number, text });

describe('lines of a terminal', () => {
  it('come back as they were', () => {
    const lines = [line(3, 'make all'), line(3, ''), line(9, '🚀 Ärger'), { chunk: 10, at: 5, text: 'the clock was put back' }];
    expect(unpackLines(packLines(lines))).toEqual(lines);
    expect(unpackLines(packLines([]))).toEqual([]);
  });

  it('stay lines, whatever is in them', () => {
    expect(unpackLines(packLines([line(1, 'two\nin one'), line(2, 'next')]))).toEqual([line(1, 'two in one'), line(2, 'next')]);
  });

  it('make blocks in order, none too large, no line cut', () => {
    const lines = Array.from({ length: 3_000 }, (_, number) => line(number, 'x'.repeat(number % 100)));
    lines.push(line(3_000, 'y'.repeat(200_000)), line(3_001, 'the end'));
    const blocks = [...blocksOf(lines)];
    expect(blocks.flat()).toEqual(lines);
    const sizes = blocks.map((block) => block.reduce((sum, { text }) => sum + text.length + 1, 0));
    expect(sizes.filter((size) => size > 131_072 + 1)).toEqual([200_001]);
    expect(blocks.length).toBeLessThan(7);
    expect([...blocksOf([])]).toEqual([]);
  });
});
