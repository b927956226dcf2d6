import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PaintedStatusLine } from './painted-status-line.js';
import { StatusLineReader } from './status-line-reader.js';
import type { StatusLine } from './status-line.js';

/**
 * A real Claude Code 2.1.330 on 100 x 30 cells, with a status line that prints `AF|ctx=…` (`launcher`'s
 * `real-agents/status-line.mjs`), against a stand-in of its API that billed three answers of 2, 3 and 30 tokens.
 */
const RECORDING = readFileSync(new URL('fixtures/claude-2.1.330-status-line.raw', import.meta.url));
/** Until the person left, when Claude gave the screen back as it was before. */
const RUNNING = RECORDING.subarray(0, RECORDING.indexOf('\x1b[?1049l'));
const BILLED: StatusLine[] = [
  { inputTokens: 0, outputTokens: 0, costNanoUsd: 0 },
  { inputTokens: 1200, outputTokens: 2, costNanoUsd: 9_940_000 },
  { inputTokens: 2400, outputTokens: 5, costNanoUsd: 19_900_000 },
  { inputTokens: 3600, outputTokens: 35, costNanoUsd: 30_400_000 },
];

function open(cols: number, rows: number): PaintedStatusLine {
  return new PaintedStatusLine(cols, rows, (error) => { throw error; });
}

/** Feeds the output in pieces of 50 ms each, and looks at the screen behind each: half-painted frames are seen too. */
async function readPieces(output: Buffer, pieceBytes: number): Promise<StatusLine[]> {
  const painted = open(100, 30);
  const found: (StatusLine | null)[] = [];
  for (let at = 0; at < output.length; at += pieceBytes) {
    painted.feed(output.subarray(at, at + pieceBytes));
    found.push(await painted.look((at / pieceBytes) * 50, false));
  }
  found.push(await painted.look(Number.MAX_SAFE_INTEGER, true));
  painted.close();
  return found.filter((line) => line !== null);
}

describe('a status line that a real agent paints', () => {
  it('is not in its output as text after the first frame', () => {
    const reader = new StatusLineReader();
    expect([...reader.feed(RECORDING), ...reader.settle({ ended: true })]).toEqual([]);
  });

  it('says what was billed', async () => {
    // Whole frames, and frames cut anywhere.
    for (const pieceBytes of [4096, 100, 40]) {
      const found = await readPieces(RUNNING, pieceBytes);
      expect(found.at(-1)).toEqual(BILLED.at(-1));
      expect(BILLED).toEqual(expect.arrayContaining(found));
    }
  });

  it('is found when its beginning is cut between two pieces', async () => {
    const beginning = RECORDING.indexOf('AF|ctx=');
    for (let cut = 1; cut < 7; cut++) {
      const painted = open(100, 30);
      painted.feed(RECORDING.subarray(0, beginning + cut));
      painted.feed(RECORDING.subarray(beginning + cut, beginning + 60));
      expect(await painted.look(0, true)).toEqual(BILLED[0]);
      painted.close();
    }
  });

  it('costs no screen in a session that has none', async () => {
    const painted = open(80, 24);
    for (let piece = 0; piece < 100; piece++) painted.feed(Buffer.alloc(10_000, 'x'));
    expect(await painted.look(0, true)).toBeNull();
  });

  it('is given up in a flood, and found again behind it', async () => {
    const painted = open(80, 24);
    painted.feed(Buffer.from('AF|ctx=1/2(1%)|in=1|out=1|cost=$0.1\r\n'));
    painted.feed(Buffer.alloc(2 * 1024 * 1024, 'x'));
    expect(await painted.look(0, true)).toBeNull();
    painted.feed(Buffer.from('\x1b[2J\x1b[HAF|ctx=1/2(1%)|in=5|out=6|cost=$0.7\r\n'));
    expect(await painted.look(1000, true)).toEqual({ inputTokens: 5, outputTokens: 6, costNanoUsd: 700_000_000 });
    painted.close();
  });
});
