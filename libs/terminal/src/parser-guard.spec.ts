import { describe, expect, it } from '@jest/globals';
import { RecordTerminal } from './record-terminal.js';

async function painted(codes: string, cols = 10, rows = 4): Promise<string[]> {
  const record = await RecordTerminal.open(cols, rows);
  record.write(Buffer.from(codes));
  expect(record.isSound).toBe(true);
  const { active } = record.terminal.buffer;
  return Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
}

describe('the guard of the parser', () => {
  it('does with a count beyond the screen what the screen has room for', async () => {
    expect(await painted('one\r\ntwo\r\nthree\x1b[2;1H\x1b[9000L')).toEqual(['one', '', '', '']);
    expect(await painted('one\r\ntwo\r\nthree\x1b[2;1H\x1b[9000M')).toEqual(['one', '', '', '']);
    expect(await painted('one\r\ntwo\r\nthree\x1b[9000S')).toEqual(['', '', '', '']);
    expect(await painted('a\x1b[9000Ib')).toEqual(['a        b', '', '', '']);
  });

  it('ignores counts that no terminal has', async () => {
    expect(await painted(['b', 'I', 'Z', 'L', 'M', 'S', 'T'].map((final) => `a\x1b[2147483647${final}`).join(''))).toEqual(['aaaaaaa', '', '', '']);
  });

  it('is not stopped by a program that erases until the last cell', async () => {
    const filled = `${'x'.repeat(39)}\x1b[1"qy\x1b[0"q`;
    expect(await painted(`${filled}\x1b[1Jtwo`)).toEqual(['', '', '', 'two']);
    // What is protected stays.
    expect(await painted(`${filled}\x1b[?1J`)).toEqual(['', '', '', '         y']);
    expect(await painted('x\x1b[1;10H\x1b[1Jy', 10, 1)).toEqual(['         y']);
  });
});
