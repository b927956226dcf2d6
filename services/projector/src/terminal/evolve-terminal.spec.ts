import { describe, expect, it } from '@jest/globals';
import type { PtyChunkRow } from '@agents-fleet/read-models';
import { emptyTerminal, TAIL_BYTES, takeUpChunks } from './evolve-terminal.js';

const empty = emptyTerminal('s');
const output = (n: number, offset: number, text: string, streamSeq = n): PtyChunkRow => ({
  sessionId: 's',
  n,
  kind: 'output',
  at: 1_000 + n,
  offset,
  streamSeq,
  data: Buffer.from(text),
});
const resize = (n: number, size: string, offset = 0): PtyChunkRow => ({ ...output(n, offset, size), kind: 'resize' });
const none = new Map<number, number>();

describe('takeUpChunks', () => {
  it('takes up chunks that follow each other', () => {
    const { terminal, added } = takeUpChunks(empty, none, [resize(1, '120x32'), output(2, 0, 'one\r\n'), output(3, 5, 'two')]);
    expect(added.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(terminal).toMatchObject({
      lastChunk: 3,
      newestChunk: 3,
      bytes: 8,
      cols: 120,
      rows: 32,
      lastActivityMs: 1_003,
      lastLine: 'two',
      streamSeq: 3,
    });
  });

  it('skips chunks that it has, in this batch and from before', () => {
    const first = takeUpChunks(empty, none, [resize(1, '80x24'), output(2, 0, 'a', 2), output(2, 0, 'a', 3)]);
    expect(first.added).toHaveLength(2);
    const second = takeUpChunks(first.terminal, none, [output(2, 0, 'a', 4)]);
    expect(second.added).toEqual([]);
    expect(second.terminal).toEqual({ ...first.terminal, streamSeq: 4 });
  });

  it('stops at a hole, and goes on over it when it is closed', () => {
    const before = takeUpChunks(empty, none, [resize(1, '80x24'), output(3, 1, 'b'), output(4, 2, 'c')]);
    expect(before.terminal).toMatchObject({ lastChunk: 1, newestChunk: 4, bytes: 0 });
    const ahead = new Map([
      [3, 2],
      [4, 3],
    ]);
    expect(takeUpChunks(before.terminal, ahead, [output(3, 1, 'b')]).added).toEqual([]);
    const after = takeUpChunks(before.terminal, ahead, [output(2, 0, 'a')]);
    expect(after.terminal).toMatchObject({ lastChunk: 4, newestChunk: 4, bytes: 3 });
  });

  it('has the size of the newest resize, and ignores one that is none', () => {
    const { terminal } = takeUpChunks(empty, none, [resize(1, '80x24'), resize(3, '100x30'), resize(2, '90x20'), resize(4, 'huge')]);
    expect([terminal.cols, terminal.rows]).toEqual([100, 30]);
  });

  it('keeps the end of the output only, the same in whatever batches it came', () => {
    const chunks = Array.from({ length: 50 }, (_, index) => output(index + 1, index * 300, `line ${index} ${'.'.repeat(290)}\n`));
    const whole = takeUpChunks(empty, none, chunks).terminal;
    let parts = empty;
    for (const chunk of chunks) parts = takeUpChunks(parts, none, [chunk]).terminal;
    expect(whole.tail).toHaveLength(TAIL_BYTES);
    expect(parts).toEqual(whole);
    expect(whole.lastLine).toMatch(/^line 49 /);
  });
});
