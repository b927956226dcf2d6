import { describe, expect, it } from '@jest/globals';
import { readPage } from './read-page.js';
import { RecordTerminal } from './record-terminal.js';
import { RECORDED_PROGRAMS, recordedSession, type RecordedSession } from './recorded-sessions.js';
import { screenOf } from './screen-of.js';
import { linesOf } from './screen-text.js';
import { differenceBetween } from './terminal-difference.js';
import type { ScreenLine, TerminalPageChunk, TerminalState } from './terminal-page.js';

/** Also to be set to another one: the moments are chosen by it. */
const SEED = Number(process.env['FLEET_MOMENTS_SEED'] ?? 4);
const MOMENTS = 100;
const PAGE_SIZES = [8, 32, 128].map((kilobytes) => kilobytes * 1024);

/** States by the number of chunks that are painted before them. */
type States = ReadonlyMap<number, TerminalState>;

interface Pages {
  readonly states: States;
  readonly lines: readonly ScreenLine[];
  readonly count: number;
}

/** Reads a record page by page, as the projector does: a page without a state after it becomes longer. */
async function readPages({ cols, rows, chunks }: RecordedSession, pageBytes: number): Promise<Pages> {
  const states = new Map<number, TerminalState>();
  const lines: ScreenLine[] = [];
  let before: TerminalState | null = null;
  let from = 0;
  let to = 0;
  let wanted = pageBytes;
  while (from < chunks.length) {
    for (let bytes = 0; to < chunks.length && bytes < wanted; to += 1) bytes += sizeOf(chunks[to]);
    const isEnd = to === chunks.length;
    const page = await readPage({ before, cols, rows, chunks: chunks.slice(from, to), isEnd });
    if (page.state !== null) states.set(to, page.state);
    if (page.state === null && !isEnd) {
      wanted = 1;
      continue;
    }
    wanted = pageBytes;
    lines.push(...page.lines);
    before = page.state;
    from = to;
  }
  return { states, lines, count: states.size };
}

function sizeOf(chunk: TerminalPageChunk | undefined): number {
  return chunk?.kind === 'output' ? chunk.bytes.length : 0;
}

/** Numbers of chunks, ascending. */
function randomMoments(most: number): number[] {
  let state = SEED;
  // mulberry32: good enough to choose moments, and the same everywhere.
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: MOMENTS }, () => 1 + Math.floor(random() * most)).sort((a, b) => a - b);
}

describe.each(RECORDED_PROGRAMS)('a recorded session of %s', (program) => {
  it.each(PAGE_SIZES)(`is at ${MOMENTS} moments the same from the newest snapshot as from the begin, with pages of %i bytes`, async (pageBytes) => {
    const session = await recordedSession(program);
    const { states } = await readPages(session, pageBytes);
    const replay = await RecordTerminal.open(session.cols, session.rows);
    let painted = 0;
    for (const moment of randomMoments(session.chunks.length)) {
      for (; painted < moment; painted += 1) replay.paint(session.chunks[painted]!);
      const newest = Math.max(0, ...[...states.keys()].filter((chunks) => chunks <= moment));
      const state = states.get(newest) ?? null;
      const jumped = await (state === null ? RecordTerminal.open(session.cols, session.rows) : RecordTerminal.from(state));
      for (const chunk of session.chunks.slice(newest, moment)) jumped.paint(chunk);
      const difference = differenceBetween(jumped, replay);
      if (difference !== null) throw new Error(`chunk ${moment} from the snapshot at ${newest} (seed ${SEED}): ${difference}`);
      jumped.dispose();
    }
    replay.dispose();
  }, 120_000);

  it('has snapshots, although its chunks often end within a code', async () => {
    const session = await recordedSession(program);
    const bytes = session.chunks.reduce((sum, chunk) => sum + sizeOf(chunk), 0);
    const { count } = await readPages(session, 8 * 1024);
    expect(count).toBeGreaterThan(0.3 * (bytes / (8 * 1024)));
  }, 60_000);

  it('tells in pages every line that it tells in one piece', async () => {
    const session = await recordedSession(program);
    const whole = await readPage({ before: null, ...session, isEnd: true });
    const texts = new Set((await readPages(session, 8 * 1024)).lines.map(({ text }) => text));
    expect(whole.lines.filter(({ text }) => !texts.has(text))).toEqual([]);
  }, 60_000);

  it('tells of each line a chunk after which it was there', async () => {
    const session = await recordedSession(program);
    const { lines } = await readPage({ before: null, ...session, isEnd: true });
    const replay = await RecordTerminal.open(session.cols, session.rows);
    let painted = 0;
    let shown = '';
    for (const { chunk, text } of lines) {
      if (painted < chunk) {
        for (; painted < chunk; painted += 1) replay.paint(session.chunks[painted]!);
        shown = textOf(replay);
      }
      if (!shown.includes(text)) throw new Error(`chunk ${chunk} of ${program} doesn't show: ${text}`);
    }
  }, 60_000);
});

/** Both screens and what is above them. */
function textOf({ terminal: { cols }, internals: { buffers: { normal, alt } } }: RecordTerminal): string {
  return [normal, alt].flatMap(({ lines }) => linesOf(lines, 0, lines.length, cols)).join('\n');
}

describe('the recorded session', () => {
  it('of bash has each row of its output once, in pages too', async () => {
    const { lines } = await readPages(await recordedSession('bash'), 8 * 1024);
    const rows = lines.map(({ text }) => /^row (\d+) of the orchard/.exec(text)?.[1]).filter((row) => row !== undefined);
    expect(rows).toEqual(Array.from({ length: 2_400 }, (_, index) => String(index + 1)));
  }, 60_000);

  it('of vim has the file that it showed, and the text that was typed', async () => {
    const texts = (await readPages(await recordedSession('vim'), 8 * 1024)).lines.map(({ text }) => text.trim());
    expect(texts).toEqual(expect.arrayContaining(['53 /** Tree number 27. */', '2 cherries are ripe in June, 日本 in May']));
  }, 60_000);

  it.each(['claude', 'codex'] as const)('of %s has what was asked and answered', async (agent) => {
    const text = (await readPages(await recordedSession(agent), 8 * 1024)).lines.map((line) => line.text).join('\n');
    for (const words of ['say:the apples of row seven', 'THE APPLES OF ROW SEVEN ARE RIPE', 'word77 word78', '一本の木 IS A TREE', 'TREE NUMBER 30']) expect(text).toContain(words);
  }, 60_000);

  it('shows the same to a spec that asks for its screen', async () => {
    const { cols, rows, chunks } = await recordedSession('vim');
    const half = Math.floor(chunks.length / 2);
    const { state } = await readPage({ before: null, cols, rows, chunks: chunks.slice(0, half), isEnd: false });
    const [jumped, replayed] = [await screenOf(state, cols, rows, chunks.slice(half, half + 20)), await screenOf(null, cols, rows, chunks.slice(0, half + 20))];
    expect(jumped).toEqual(replayed);
    expect(replayed.screen).toBe('alternate');
    expect(replayed.painted.join('')).toContain('\x1b[');
  });
});
