import { describe, expect, it } from '@jest/globals';
import { Transcript } from './transcript.js';

async function textOf(pieces: readonly (string | [cols: number, rows: number])[], cols = 20, rows = 4): Promise<string[]> {
  const transcript = await Transcript.open(cols, rows);
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') await transcript.write(Buffer.from(piece));
    else transcript.resize(...piece);
    text += transcript.take();
  }
  transcript.end();
  text += transcript.take();
  transcript.dispose();
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

describe('a transcript', () => {
  it('is empty for a terminal that printed nothing', async () => {
    expect(await textOf([])).toEqual([]);
  });

  it('has every line once, scrolled off or not, without escape codes', async () => {
    expect(await textOf([`\x1b[31m${numbered(1, 50).join('\r\n')}\x1b[0m\r\n$ `])).toEqual([...numbered(1, 50), '$']);
  });

  it('has all lines of a large output', async () => {
    const lines = numbered(1, 60_000);
    expect(await textOf([`${lines.join('\r\n')}\r\n`])).toEqual(lines);
  });

  it('joins a line that the screen wrapped', async () => {
    const long = 'a line that is much longer than the screen is wide, by far';
    expect(await textOf([`before\r\n${long}\r\nafter\r\n`])).toEqual(['before', long, 'after']);
  });

  it('shows what became of a line, not how', async () => {
    expect(await textOf(['10 %\r50 %\r100 %\r\none\r\ntwo\x1b[1A\x1b[2Kthree\r\n'])).toEqual(['100 %', '   three', 'two']);
  });

  it('keeps the screen before it is wiped', async () => {
    expect(await textOf(['one\r\ntwo\x1b[H\x1b[2J\x1b[3Jthree\x1b[H\x1b[Jfour\x1bcfive'])).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('has a page once that is wiped and painted again with more below', async () => {
    const paint = (to: number) => `\x1b[2J\x1b[3J\x1b[H${numbered(1, to).join('\r\n')}\r\n`;
    expect(await textOf([paint(3), paint(8), paint(20)])).toEqual(numbered(1, 20));
  });

  it('has the last screen of a full-screen program, between what was before and after', async () => {
    expect(await textOf(['$ edit\r\n\x1b[?1049h\x1b[Hfirst\x1b[2J\x1b[Hlast\x1b[3;5Hscreen\x1b[?1049l$ next'])).toEqual([
      '$ edit',
      'last',
      '',
      '    screen',
      '$ next',
    ]);
  });

  it('has the screen of a full-screen program that never switched back', async () => {
    expect(await textOf(['$ agent\r\n\x1b[?1049h\x1b[HWorking', '\x1b[HStopped'])).toEqual(['$ agent', 'Stopped']);
  });

  it('has an unchanged full screen once', async () => {
    expect(await textOf(['\x1b[?1049hsame\x1b[?1049l', '\x1b[?1049h\x1b[2J\x1b[Hsame\x1b[?1049l'])).toEqual(['same']);
  });

  it('has every line once across changes of the size', async () => {
    const text = [`${numbered(1, 9).join('\r\n')}\r\n`, [40, 10], `${numbered(10, 15).join('\r\n')}\r\n`, [12, 3], `${numbered(16, 30).join('\r\n')}\r\n`] as const;
    expect(await textOf(text as unknown as string[])).toEqual(numbered(1, 30));
  });

  it('knows an escape code that two chunks share', async () => {
    expect(await textOf(['one\x1b', '[3', '1mtwo', '\x1b[0', 'm'])).toEqual(['onetwo']);
  });

  it('is not held up by counts that no terminal has', async () => {
    const huge = ['b', 'I', 'Z', 'L', 'M', 'S', 'T'].map((final) => `\x1b[2147483647${final}`).join('');
    expect(await textOf([`x${huge}y`])).toEqual(['xy']);
  });
});
