import { describe, expect, it } from '@jest/globals';
import { textPiecesOf } from './text-pieces.js';

const output = (n: number, text: string) => ({ n, at: 0, kind: 'output' as const, bytes: Buffer.from(text) });

describe('pieces of a record for another thread', () => {
  it('are the output between two sizes as one, in memory of its own', () => {
    const chunks = [output(1, 'a'), output(2, 'bc'), { n: 3, at: 0, kind: 'resize' as const, cols: 90, rows: 20 }, output(4, 'd')];
    const pieces = textPiecesOf(chunks);
    expect(pieces).toEqual([new Uint8Array(Buffer.from('abc')), { cols: 90, rows: 20 }, new Uint8Array(Buffer.from('d'))]);
    for (const piece of pieces) if (piece instanceof Uint8Array) expect(piece.buffer.byteLength).toBe(piece.length);
  });

  it('are none of nothing', () => {
    expect(textPiecesOf([])).toEqual([]);
  });
});
