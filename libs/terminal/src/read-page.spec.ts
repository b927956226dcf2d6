import { describe, expect, it } from '@jest/globals';
import { readPage } from './read-page.js';
import type { ScreenLine, TerminalPageChunk } from './terminal-page.js';

const COLS = 20;
const ROWS = 5;
/** Chunks of a stream of output come so close together; a screen that rests is there for longer. */
const SOON_MS = 10;
const REST_MS = 500;

type Piece = string | { readonly rests: string } | { readonly cols: number; readonly rows: number };

/** Chunks from these pieces, numbered from `first`, each so long before the next. */
function chunksOf(pieces: readonly Piece[], first = 1): TerminalPageChunk[] {
  let at = 0;
  return pieces.map((piece, index) => {
    const n = first + index;
    const now = at;
    at += typeof piece === 'object' && 'rests' in piece ? REST_MS : SOON_MS;
    if (typeof piece === 'object' && 'cols' in piece) return { n, at: now, kind: 'resize', ...piece };
    return { n, at: now, kind: 'output', bytes: Buffer.from(typeof piece === 'string' ? piece : piece.rests) };
  });
}

async function linesOf(...pieces: Piece[]): Promise<string[]> {
  const { lines } = await readPage({ before: null, cols: COLS, rows: ROWS, chunks: chunksOf(pieces), isEnd: true });
  return told(lines);
}

/** The lines of two pages, the second of which begins with the piece of this index. */
async function linesOfPages(second: number, ...pieces: Piece[]): Promise<[string[], string[]]> {
  const chunks = chunksOf(pieces);
  const a = await readPage({ before: null, cols: COLS, rows: ROWS, chunks: chunks.slice(0, second), isEnd: false });
  expect(a.state).not.toBeNull();
  const b = await readPage({ before: a.state, cols: COLS, rows: ROWS, chunks: chunks.slice(second), isEnd: true });
  return [told(a.lines), told(b.lines)];
}

const told = (lines: readonly ScreenLine[]) => lines.map(({ chunk, text }) => `${chunk} ${text}`);
const texts = (lines: readonly string[]) => lines.map((line) => line.slice(line.indexOf(' ') + 1));
const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
const printed = (from: number, to: number) => `${numbered(from, to).join('\r\n')}\r\n`;

describe('the lines of a page', () => {
  it('are those that scrolled off and those on the last screen, each with the chunk that completed it', async () => {
    expect(await linesOf(printed(1, 3), printed(4, 9), '$ ec', 'ho\r\n')).toEqual([
      ...numbered(1, 3).map((line) => `1 ${line}`),
      ...numbered(4, 9).map((line) => `2 ${line}`),
      '4 $ echo',
    ]);
  });

  it('have the time of their chunk', async () => {
    const { lines } = await readPage({ before: null, cols: COLS, rows: ROWS, chunks: chunksOf(['one\r\n', 'two\r\n']), isEnd: true });
    expect(lines).toEqual([{ chunk: 1, at: 0, text: 'one' }, { chunk: 2, at: SOON_MS, text: 'two' }]);
  });

  it('have no escape codes, no blank lines and no blanks at their ends', async () => {
    expect(await linesOf('\x1b[31m  red\x1b[0m   \r\n   \r\n\r\n\x1b]0;title\x07next')).toEqual(['1   red', '1 next']);
  });

  it('are joined where the screen wrapped them, also wide characters', async () => {
    const long = 'a line that is much longer than the screen is wide';
    const wide = `a${'日本語'.repeat(8)}`;
    expect(await linesOf(`${long}\r\n${wide}\r\n${printed(1, 9)}`)).toEqual([`1 ${long}`, `1 ${wide}`, ...numbered(1, 9).map((line) => `1 ${line}`)]);
  });

  it('are broken when they are longer than 4,096 characters', async () => {
    const { lines } = await readPage({ before: null, cols: COLS, rows: ROWS, chunks: chunksOf([`${'x'.repeat(5_000)}\r\n`]), isEnd: true });
    expect(lines.map(({ text }) => text.length)).toEqual([4_096, 904]);
  });

  it('are all there after more output than the emulator remembers', async () => {
    expect(texts(await linesOf(printed(1, 15_000), printed(15_001, 30_000)))).toEqual(numbered(1, 30_000));
  }, 60_000);

  it('may be the same again and again', async () => {
    expect(texts(await linesOf('y\r\n'.repeat(50)))).toEqual(Array.from({ length: 50 }, () => 'y'));
  });

  it('are what became of a line, not how', async () => {
    expect(await linesOf('10 %', '\r50 %', '\r100 %\r\n')).toEqual(['3 100 %']);
  });

  it('include a screen that is wiped, with its chunks', async () => {
    expect(await linesOf('one\r\ntwo', '\x1b[H\x1b[2J\x1b[3Jthree', '\x1b[H\x1b[Jfour\x1bcfive')).toEqual(['1 one', '1 two', '2 three', '3 four', '3 five']);
  });

  it('do not repeat what is wiped and painted anew', async () => {
    const paint = (to: number) => `\x1b[2J\x1b[3J\x1b[H${printed(1, to)}`;
    expect(texts(await linesOf(paint(3), paint(8), paint(20)))).toEqual(numbered(1, 20));
    const [first, second] = await linesOfPages(2, paint(3), paint(8), paint(20), paint(30));
    expect(texts([...first, ...second])).toEqual(numbered(1, 30));
  });

  it('are told once across pages', async () => {
    for (let second = 1; second <= 4; second += 1) {
      const [first, next] = await linesOfPages(second, printed(1, 4), printed(5, 12), 'half a line', ` ends here\r\n${printed(13, 14)}`, printed(15, 30));
      expect(texts([...first, ...next])).toEqual([...numbered(1, 12), 'half a line ends here', ...numbered(13, 30)]);
    }
  });

  it('on the screen when a page begins are those of the chunk before', async () => {
    const [, second] = await linesOfPages(1, printed(1, 3), printed(4, 9));
    expect(second).toEqual([...numbered(1, 3).map((line) => `1 ${line}`), ...numbered(4, 9).map((line) => `2 ${line}`)]);
  });

  it('that go on across pages are broken at the same places', async () => {
    const long = Array.from({ length: 1_000 }, (_, index) => `word ${index}`).join(' ');
    const [whole] = [texts(await linesOf(long.slice(0, 6_000), `${long.slice(6_000)}\r\n`))];
    const [first, second] = await linesOfPages(1, long.slice(0, 6_000), `${long.slice(6_000)}\r\n`);
    expect(texts([...first, ...second])).toEqual(whole);
  });

  it('are told once across changes of the size', async () => {
    const pieces = [printed(1, 9), { cols: 40, rows: 10 }, printed(10, 15), { cols: 9, rows: 3 }, printed(16, 30)];
    expect(texts(await linesOf(...pieces))).toEqual(numbered(1, 30));
    expect(texts(await linesOf('a line that the screen wraps twice at least\r\n', { cols: 7, rows: 4 }, printed(1, 9)))).toEqual(['a line that the screen wraps twice at least', ...numbered(1, 9)]);
  });

  it('that a smaller window pushes off the screen keep their chunks', async () => {
    expect(await linesOf('one\r\n', 'two\r\n', 'three\r\n', { cols: COLS, rows: 2 }, 'four\r\n')).toEqual(['1 one', '2 two', '3 three', '5 four']);
  });

  it('of the alternate screen are those that rested and the last ones', async () => {
    expect(
      await linesOf('$ edit\r\n\x1b[?1049h\x1b[Hfirst', { rests: '\x1b[H\x1b[Krested\r\nbelow' }, '\x1b[H\x1b[Kflash', '\x1b[H\x1b[Klast', '\x1b[?1049l$ next'),
    ).toEqual(['1 $ edit', '2 rested', '2 below', '4 last', '5 $ next']);
  });

  it('of an alternate screen that stays are told in one page only', async () => {
    const [first, second] = await linesOfPages(2, '\x1b[?1049h\x1b[Hstays\r\n', { rests: 'changes' }, '\x1b[2;1H\x1b[Kother', '\x1b[?1049l');
    expect([first, second]).toEqual([['2 stays', '2 changes'], ['3 other']]);
  });

  it('of a program that redraws in place are told once, when they rested', async () => {
    const frame = (text: string) => `\x1b[2A\x1b[J${text}\r\n? for help\r\n`;
    expect(
      await linesOf('start\r\n\n\n', { rests: frame('working 1') }, frame('working 2'), { rests: frame('working 3') }, { rests: frame('working 1') }, frame('done')),
    ).toEqual(['1 start', '2 working 1', '2 ? for help', '4 working 3', '6 done']);
  });

  it('typed slowly are told as they were sent', async () => {
    expect(await linesOf({ rests: '> ' }, { rests: 'h' }, { rests: 'e' }, { rests: 'y' }, '\r\n')).toEqual(['4 > hey']);
  });

  it('inserted above what stays on the screen have their own chunk', async () => {
    // As Codex prints its history above its prompt.
    const insert = (text: string) => `\x1b[1;3r\x1b[3;1H\r\n${text}\x1b[r\x1b[5;3H`;
    const lines = await linesOf('\x1b[4;1H----\r\n> ', insert('one'), insert('two'), insert('three'), insert('four'), insert('five'));
    expect(lines).toEqual(['1 ----', '1 >', '2 one', '3 two', '4 three', '5 four', '6 five']);
  });

  it('of the page that still grows include the screen when asked for', async () => {
    const page = { before: null, cols: COLS, rows: ROWS, chunks: chunksOf([printed(1, 6)]), isEnd: false };
    expect(texts(told((await readPage(page)).lines))).toEqual(numbered(1, 2));
    expect(texts(told((await readPage({ ...page, provisional: true })).lines))).toEqual(numbered(1, 6));
  });
});

describe('a page', () => {
  it('without chunks is the terminal before it', async () => {
    const { state } = await readPage({ before: null, cols: COLS, rows: ROWS, chunks: chunksOf(['text']), isEnd: false });
    expect(await readPage({ before: state, cols: COLS, rows: ROWS, chunks: [], isEnd: false })).toEqual({ state, lines: [] });
  });

  it('that ends within a code or a character has no state', async () => {
    for (const end of [Buffer.from('\x1b[3'), Buffer.from('日').subarray(0, 2)]) {
      const chunks: TerminalPageChunk[] = [...chunksOf([printed(1, 9)]), { n: 2, at: SOON_MS, kind: 'output', bytes: end }];
      const { state, lines } = await readPage({ before: null, cols: COLS, rows: ROWS, chunks, isEnd: true });
      expect([state, texts(told(lines))]).toEqual([null, numbered(1, 9)]);
    }
  });

  it.each([
    ['a million lines in and out', '\x1b[9999L\x1b[9999M'.repeat(2_000)],
    ['a title without end', `\x1b]0;${'x'.repeat(2_000_000)}`],
    ['a string without end that nobody knows', `\x1bPzz${'x'.repeat(2_000_000)}`],
    ['a link over many rows', `\x1b]8;id=1;https://example.com/\x1b\\${'x\r\n'.repeat(20_000)}`],
    ['as many links', Array.from({ length: 20_000 }, (_, link) => `\x1b]8;;https://example.com/${link}\x1b\\x\r\n`).join('')],
    ['as many wipes', 'x\x1b[2J\x1b[H'.repeat(20_000)],
    ['questions', '\x1b[c\x1b[6n\x1b[?2026$p\x1bP$qm\x1b\\\x1b]11;?\x07'.repeat(5_000)],
    ['the clipboard', '\x1b]52;c;aGVsbG8=\x07'.repeat(5_000)],
  ])('is read although it is full of %s', async (_what, codes) => {
    const { lines } = await readPage({ before: null, cols: COLS, rows: ROWS, chunks: chunksOf([codes, '\x18\x1bcthe end']), isEnd: true });
    expect(told(lines).at(-1)).toBe('2 the end');
  }, 60_000);
});
