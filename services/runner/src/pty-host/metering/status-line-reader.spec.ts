import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StatusLineReader } from './status-line-reader.js';
import type { StatusLine } from './status-line.js';

const LINE = 'AF|ctx=1500/200000(1%)|in=1200|out=345|cost=$0.0123';
const SAYS: StatusLine = { inputTokens: 1200, outputTokens: 345, costNanoUsd: 12_300_000 };

const bytes = (text: string) => new TextEncoder().encode(text);

function read(...pieces: string[]): StatusLine[] {
  const reader = new StatusLineReader();
  return [...pieces.flatMap((piece) => reader.feed(bytes(piece))), ...reader.settle()];
}

describe('StatusLineReader', () => {
  it.each([
    ['as printed', `${LINE}\r\n`],
    ['between other output', `make: done\r\n${LINE}\r\n$ `],
    ['with colours in the middle', '\x1b[2mAF|ctx=\x1b[1m15\x1b[0m00/200000(1%)|in=12\x1b[32m00|o\x1b[0mut=345|cost=\x1b[33m$0.01\x1b[0m23\x1b[39m\r\n'],
    ['with cursor moves between its fields', 'AF|ctx=1500/200000(1%)|\x1b[5;20Hin=1200|\x1b[30Gout=345|cost=$0.0123\x1b[K'],
    ['with a title set in the middle', 'AF|ctx=1500/200000(1%)|in=1200|\x1b]0;title=$1\x07out=345|cost=$0.0123\r\n'],
    ['without its prefix', 'ctx=1500/200000(1%)|in=1200|out=345|cost=$0.0123\r\n'],
    ['without its prefix and its context', '00(1%)|in=1200|out=345|cost=$0.0123\r\n'],
    ['with spaces for bars', 'AF ctx=1500/200000(1%) in=1200 out=345 cost=$0.0123\r\n'],
    ['with skipped cells for spaces', 'AF\x1b[1Cctx=1500/200000(1%)\x1b[Cin=1200\x1b[Cout=345\x1b[Ccost=$0.0123\x1b[K'],
    ['followed by spaces up to the edge', `${LINE}      \x1b[10;1Hx`],
  ])('reads it %s', (_, output) => {
    expect(read(output)).toEqual([SAYS]);
  });

  it.each([
    ['a number that a cursor move splits', 'AF|ctx=1500/200000(1%)|in=12\x1b[3C00|out=345|cost=$0.0123\r\n'],
    ['a number with skipped cells behind it', 'AF|ctx=1500/200000(1%)|in=12\x1b[2C|out=345|cost=$0.0123\r\n'],
    ['an amount that the renderer shortened', 'AF|ctx=1500/200000(1%)|in=1200|out=345|cost=$0.0…\r\n'],
    ['an amount that wraps onto the next line', 'AF|ctx=1500/200000(1%)|in=1200|out=345|cost=$0.01\r\n23 \r\n'],
    ['an amount that a cursor move follows', `${LINE}\x1b[2Cx`],
    ['an amount that is not there yet', 'AF|ctx=1500/200000(1%)|in=1200|out=345|cost=$'],
    ['an amount whose end has not come', LINE],
    ['a word that ends in `in`', '|margin=1200|out=345|cost=$0.0123\r\n'],
    ['prose that looks like it', 'in=1200 out=345 cost=$0.0123\r\n'],
    ['a shell prompt', 'PRICE=$0.5; user@host:~$ \r\n'],
  ])('believes no %s', (_, output) => {
    expect(read(output)).toEqual([]);
  });

  it('believes an amount that a cursor move follows when it is seen again', () => {
    expect(read(`${LINE}\x1b[2Cx`, `${LINE}\x1b[2Cx`)).toEqual([SAYS]);
  });

  it('waits for quiet, or for the next line, before it believes an amount at a line end', () => {
    const reader = new StatusLineReader();
    expect(reader.feed(bytes(`${LINE}\r\n`))).toEqual([]);
    expect(reader.feed(bytes('> '))).toEqual([SAYS]);
    expect(reader.settle()).toEqual([]);
  });

  it('believes the very last amount when the session has ended', () => {
    const reader = new StatusLineReader();
    reader.feed(bytes(LINE));
    expect(reader.settle()).toEqual([]);
    expect(reader.settle({ ended: true })).toEqual([SAYS]);
  });

  it('reads each line once', () => {
    const second = LINE.replace('0.0123', '0.5');
    expect(read(`${LINE}\r\n${second}\r\n`)).toEqual([SAYS, { ...SAYS, costNanoUsd: 500_000_000 }]);
  });

  it('reads the same however the output is cut', () => {
    const output = `x\r\n\x1b[2K\x1b[1G\x1b[2mAF|ctx=15\x1b[0m00/200000(1%)|\x1b[7;9Hin=1200|out=345|cost=$0.0123\x1b[K\r\nnext $HOME\r\n`;
    fc.assert(
      fc.property(fc.array(fc.nat({ max: output.length }), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), output.length];
        expect(read(...at.slice(1).map((end, i) => output.slice(at[i], end)))).toEqual([SAYS]);
      }),
    );
  });

  it('finds it behind megabytes of other output', () => {
    expect(read('漢字 costs $5 = cheap\r\n'.repeat(100_000), 'x'.repeat(100_000), LINE.slice(0, 20), LINE.slice(20), '\r\n')).toEqual([SAYS]);
  });

  it('never reads a wrong number from a line that is cut off anywhere', () => {
    for (let length = 0; length < LINE.length; length++) {
      for (const after of ['\x1b[4A', '…', '\r\n>', '']) {
        for (const reading of read(LINE.slice(0, length) + after)) {
          // Only the amount can be cut without a trace, and only where a whole line of its own follows it.
          expect({ ...reading, costNanoUsd: 0 }).toEqual({ ...SAYS, costNanoUsd: 0 });
          expect(after).toBe('\r\n>');
        }
      }
    }
  });
});
