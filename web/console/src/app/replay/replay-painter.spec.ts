import { describe, expect, it } from '@jest/globals';
import { encodeFrame, type Frame } from '@agents-fleet/wire';
import { ReplayPainter } from './replay-painter.js';

/** Chunks of the record that a page has, and between two snapshots. */
const PAGE = 10;

/** A record of `chunks` chunks whose text is their number, behind a gateway that answers page by page. */
function setUp(chunks: number, { answers = 'at once', screens = false, snapshots = true, chunkSize = 0 }: { answers?: 'at once' | 'when told'; screens?: boolean; snapshots?: boolean; chunkSize?: number } = {}) {
  let screen = '';
  const asked: string[] = [];
  const drawn: string[] = [];
  const aborted: number[] = [];
  const failures: string[] = [];
  const waiting: boolean[] = [];
  const open: (() => void)[] = [];
  let broken = false;
  const painter = new ReplayPainter(
    {
      write: (data, painted) => {
        const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
        screen += text.replace(/\x1b\[\?2026[hl]|\x18|\0/g, '');
        painted?.();
      },
      resize: (cols, rows) => (screen += `[${cols}x${rows}]`),
      reset: () => (screen = ''),
      standStill: () => undefined,
      drawBefore: () => drawn.push(screen),
    },
    {
      screen: async (chunk) => (screens ? { kind: 'snapshot', channel: 0, n: chunk, at: 0, cols: 80, rows: 24, bytes: new TextEncoder().encode(`screen of ${chunk}`) } : null),
      load: ({ chunk, from }, signal) => {
        asked.push(`${chunk}${from === undefined ? '' : ` from ${from}`}`);
        const start = from ?? (snapshots ? Math.floor((chunk - 1) / PAGE) * PAGE + 1 : 1);
        const frames: Frame[] = [];
        if (from === undefined && start > 1) frames.push({ kind: 'snapshot', channel: 0, n: start - 1, at: 0, cols: 80, rows: 24, bytes: new TextEncoder().encode(`until ${start - 1};`) });
        for (let n = start; n <= Math.min(chunks, start + PAGE - 1); n += 1) {
          frames.push({ kind: 'output', channel: 0, n, at: 0, bytes: new TextEncoder().encode(`${n},`.padEnd(chunkSize, '\0')) });
        }
        const encoded = frames.map(encodeFrame);
        const answer = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
        encoded.reduce((at, bytes) => (answer.set(bytes, at), at + bytes.length), 0);
        return new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push(chunk);
            reject(new Error('aborted'));
          });
          const give = () => { if (broken) reject(new Error('no longer kept')); else resolve(answer); };
          if (answers === 'at once') give();
          else open.push(give);
        });
      },
      waiting: (isWaiting) => waiting.push(isWaiting),
      failed: (error) => failures.push((error as Error).message),
    },
  );
  // A chunk is large enough that going on to another page is not worth it.
  painter.chunkBytes = 1024 * 1024;
  return { painter, screen: () => screen, asked, drawn, aborted, failures, waiting, answer: () => open.shift()?.(), breakIt: (isBroken: boolean) => { broken = isBroken; } };
}
const soon = () => new Promise((resolve) => { setTimeout(resolve); });

describe('ReplayPainter', () => {
  it('loads only the page of the chunk', async () => {
    const { painter, screen, asked } = setUp(1_000_000);
    await painter.show(777_777);
    expect(screen()).toBe('[80x24]until 777770;777771,777772,777773,777774,777775,777776,777777,');
    expect(asked).toEqual(['777777']);
  });

  it('shows the screen alone first where that comes first, then the whole in its place, and loads as it would have', async () => {
    const [early, plain] = [setUp(1_000_000, { screens: true }), setUp(1_000_000)];
    for (const { painter } of [early, plain]) await painter.show(777_777);
    expect(early.drawn).toEqual(['[80x24]screen of 777777']);
    expect([early.screen(), early.asked]).toEqual([plain.screen(), plain.asked]);
    // Only as the first thing there is.
    await early.painter.show(333_333);
    expect([early.drawn.length, plain.drawn.length]).toEqual([1, 0]);
  });

  it('does not show the screen of what is not wanted any more', async () => {
    const { painter, drawn, screen } = setUp(1_000_000, { screens: true });
    const shown = painter.show(777_777);
    await Promise.resolve();
    void painter.show(333_333);
    await shown;
    expect([drawn, screen()]).toEqual([[], '[80x24]until 333330;333331,333332,333333,']);
  });

  it('goes on from what is on screen, and begins anew to go back, both without asking again', async () => {
    const { painter, screen, asked } = setUp(40);
    await painter.show(22);
    await painter.show(24);
    expect(screen()).toBe('[80x24]until 20;21,22,23,24,');
    await painter.show(21);
    expect(screen()).toBe('[80x24]until 20;21,');
    await painter.show(2);
    expect(screen()).toBe('1,2,');
    expect(asked).toEqual(['22', '2']);
  });

  it('given a wish while another one is loaded, then only the newer one is waited for', async () => {
    const { painter, screen, asked, answer } = setUp(400, { answers: 'when told' });
    const done = painter.show(15);
    await soon();
    for (let n = 100; n <= 300; n += 1) void painter.show(n);
    answer();
    await soon();
    await soon();
    answer();
    await done;
    expect(asked).toEqual(['15', '300']);
    expect(screen()).toMatch(/300,$/);
  });

  it('gives up an answer that takes long and is not wanted any more', async () => {
    const { painter, screen, aborted, answer } = setUp(400, { answers: 'when told' });
    void painter.show(15);
    await soon();
    const done = painter.show(300);
    // The one for 15 is dropped after a while; the next one is for 300.
    while (aborted.length === 0) await soon();
    answer();
    await soon();
    await soon();
    answer();
    await done;
    expect(aborted).toEqual([15]);
    expect(screen()).toMatch(/300,$/);
  });

  it('keeps nobody waiting when it is closed', async () => {
    const { painter, waiting } = setUp(400, { answers: 'when told' });
    void painter.show(300);
    await soon();
    expect(waiting.at(-1)).toBe(true);
    painter.close();
    expect(waiting.at(-1)).toBe(false);
  });

  it('tells what failed, shows what is here, and tries again when asked to', async () => {
    const { painter, screen, failures, waiting, breakIt } = setUp(400);
    await painter.show(15);
    breakIt(true);
    await painter.show(300);
    expect([failures, waiting.at(-1)]).toEqual([['no longer kept'], false]);
    await painter.show(12);
    expect(screen()).toBe('[80x24]until 10;11,12,');
    breakIt(false);
    await painter.show(300);
    expect([failures.length, screen().endsWith('300,')]).toEqual([1, true]);
  });

  it('shows what is wanted in the very moment in which it is done', async () => {
    const { painter, screen } = setUp(40);
    const both = painter.show(12).then(() => painter.show(14));
    await both;
    expect(screen()).toBe('[80x24]until 10;11,12,13,14,');
  });

  it('says so when the record ends before what it should have', async () => {
    const { painter, failures } = setUp(5);
    await painter.show(8);
    expect(failures).toEqual(['The record has nothing from chunk 6 on.']);
  });

  it('comes to the end of a long record without a snapshot, of which it keeps only a part', async () => {
    const { painter, screen, asked, failures } = setUp(40, { snapshots: false, chunkSize: 2 * 1024 * 1024 });
    await painter.show(40);
    expect(failures).toEqual([]);
    expect(asked).toEqual(['40', '40 from 11', '40 from 21', '40 from 31']);
    expect(screen()).toBe(Array.from({ length: 40 }, (_, index) => `${index + 1},`).join(''));
  });

  it('has the next page here before playing comes to it', async () => {
    const { painter, screen, asked } = setUp(40);
    await painter.show(19);
    painter.prepare(40);
    await soon();
    await painter.show(23);
    expect(asked).toEqual(['19', '21 from 21']);
    expect(screen()).toMatch(/^\[80x24\]until 10;.*19,20,21,22,23,$/);
  });
});
