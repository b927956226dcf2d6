import { describe, expect, it } from '@jest/globals';
import { encodeFrame, type Frame } from '@agents-fleet/wire';
import { framesBetween, readPage } from './frame-page.js';

const output = (n: number): Frame => ({ kind: 'output', channel: 0, n, at: 0, bytes: Uint8Array.of(65) });
const snapshot = (n: number): Frame => ({ kind: 'snapshot', channel: 0, n, at: 0, cols: 80, rows: 24, bytes: Uint8Array.of(66) });
const answer = (...frames: Frame[]) => Uint8Array.from(frames.flatMap((frame) => [...encodeFrame(frame)]));

describe('readPage', () => {
  it('begins with the snapshot that the answer begins with', () => {
    const page = readPage(answer(snapshot(40), output(41), output(42)), null);
    expect([page.start?.n, page.start?.snapshot?.cols, page.first, page.last, page.frames.length]).toEqual([40, 80, 41, 42, 2]);
  });

  it('may be nothing but a snapshot', () => {
    expect(readPage(answer(snapshot(40)), null)).toMatchObject({ first: 41, last: 40, frames: [] });
  });

  it('begins with an empty terminal where there is no snapshot yet', () => {
    expect(readPage(answer(output(1), output(2)), null)).toMatchObject({ start: { n: 0, snapshot: null }, first: 1, last: 2 });
  });

  it('goes on where it was asked to, though a lost chunk may be missing there', () => {
    expect(readPage(answer(output(8), output(9)), 7)).toMatchObject({ start: null, first: 7, last: 9 });
  });

  it('is an error when there is nothing', () => {
    expect(() => readPage(answer(), 7)).toThrow('The record has nothing from chunk 7 on.');
  });
});

describe('framesBetween', () => {
  it('has both ends', () => {
    const page = readPage(answer(output(1), output(2), output(3), output(4)), null);
    expect(framesBetween(page, 2, 3).map(({ n }) => n)).toEqual([2, 3]);
    expect(framesBetween(page, 4, 9).map(({ n }) => n)).toEqual([4]);
  });
});
