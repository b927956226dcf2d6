import { describe, expect, it } from '@jest/globals';
import { Painter } from './painter.js';

/** A terminal whose writes are painted when the test says so. */
function setUp() {
  const screen: string[] = [];
  const queue: (() => void)[] = [];
  const acknowledged: number[] = [];
  const told: string[] = [];
  const shown: string[] = [];
  const painter = new Painter(
    {
      write: (data, painted) =>
        queue.push(() => {
          if (data.length > 0) screen.push(typeof data === 'string' ? data.replace('\x1b', '^') : new TextDecoder().decode(data));
          painted?.();
        }),
      resize: (cols, rows) => screen.push(`${cols}x${rows}`),
      reset: () => screen.splice(0),
      drawBefore: () => queue.push(() => told.push(`drawn with ${screen.join('').length} characters`)),
      standStill: (isStill) => screen.push(isStill ? 'stands still' : 'follows'),
    },
    {
      acknowledge: (n) => acknowledged.push(n),
      painted: (at, isAll) => shown.push(`${at}${isAll ? ', all' : ''}`),
      snapshotBegins: () => told.push(`begins over ${screen.join('')}`),
      snapshotPainted: () => told.push(`painted after ${acknowledged.at(-1) ?? 0}`),
    },
  );
  const paint = () => queue.splice(0).forEach((run) => run());
  return { painter, screen, acknowledged, told, shown, paint };
}

const output = (n: number, text: string) => ({ kind: 'output' as const, channel: 1, n, at: 0, bytes: new TextEncoder().encode(text) });
const snapshot = (n: number, text: string) => ({ kind: 'snapshot' as const, channel: 1, n, at: 0, cols: 90, rows: 20, bytes: new TextEncoder().encode(text) });
const resize = (n: number, cols: number, rows: number) => ({ kind: 'resize' as const, channel: 1, n, at: 0, cols, rows });

describe('Painter', () => {
  it('given bytes and resizes, when they are painted, then they are in the order of the record', () => {
    const { painter, screen, paint } = setUp();
    painter.frame(resize(1, 80, 24));
    painter.frame(output(2, 'a'));
    painter.frame(resize(3, 100, 30));
    painter.frame(output(4, 'b'));
    paint();
    expect(screen).toEqual(['80x24', 'a', '100x30', 'b']);
  });

  it('given a lost connection, when chunks come again, then each is painted once and still acknowledged', () => {
    const { painter, screen, acknowledged, paint } = setUp();
    painter.frame(output(1, 'a'));
    painter.frame(output(2, 'b'));
    paint();
    painter.frame(output(2, 'b'));
    painter.frame(output(3, 'c'));
    paint();
    expect(screen).toEqual(['a', 'b', 'c']);
    expect(acknowledged).toEqual([2, 2, 3]);
    expect(painter.lastChunk).toBe(3);
  });

  it('tells of each chunk when it was printed, and whether that is all', () => {
    const { painter, shown, paint } = setUp();
    painter.frame({ ...output(1, 'a'), at: 100 });
    painter.frame({ ...resize(2, 80, 24), at: 200 });
    expect(shown).toEqual([]);
    paint();
    painter.frame({ ...output(3, 'b'), at: 300 });
    paint();
    expect(shown).toEqual(['100', '200, all', '300, all']);
  });

  it('acknowledges what is painted, not what has arrived, and at least every 64 KiB', () => {
    const { painter, acknowledged, paint } = setUp();
    const chunk = 'x'.repeat(40 * 1024);
    for (const n of [1, 2, 3, 4, 5]) painter.frame(output(n, chunk));
    expect(acknowledged).toEqual([]);
    paint();
    expect(acknowledged).toEqual([2, 4, 5]);
  });

  it('tells when everything so far is on screen', () => {
    const { painter, screen, paint } = setUp();
    painter.frame(output(1, 'a'));
    painter.afterPainting(() => screen.push('ready'));
    paint();
    expect(screen).toEqual(['a', 'ready']);
  });

  it('given a snapshot, when it is painted, then it takes the place of the screen and later chunks follow it', () => {
    const { painter, screen, acknowledged, told, paint } = setUp();
    painter.frame(output(1, 'old'));
    painter.frame(snapshot(40, 'whole'));
    painter.frame(output(41, 'next'));
    expect(painter.lastChunk).toBe(41);
    paint();
    expect(screen).toEqual(['90x20', '^[?2026h', 'stands still', 'whole', '^[?2026l', 'follows', 'next']);
    expect(told).toEqual(['begins over old', 'painted after 0']);
    expect(acknowledged).toEqual([41]);
  });

  it('given the screen alone, then it is drawn before the whole takes its place, and is no place in the record', () => {
    const { painter, screen, acknowledged, told, paint } = setUp();
    painter.frame(snapshot(0, 'screen'));
    expect(painter.lastChunk).toBe(0);
    painter.frame(snapshot(40, 'whole'));
    paint();
    expect(told).toEqual([`drawn with ${'90x20screen'.length} characters`, 'begins over 90x20screen', 'painted after 0']);
    expect([screen, acknowledged]).toEqual([['90x20', '^[?2026h', 'stands still', 'whole', '^[?2026l', 'follows'], [40]]);
    // Where something is painted already it comes too late.
    painter.frame(snapshot(0, 'screen'));
    paint();
    expect([told.length, acknowledged]).toEqual([3, [40]]);
  });

  it('given a snapshot of what is on screen already, then it is skipped and acknowledged', () => {
    const { painter, screen, acknowledged, told, paint } = setUp();
    painter.frame(output(1, 'a'));
    painter.frame(output(2, 'b'));
    paint();
    painter.frame(snapshot(2, 'ab'));
    painter.frame(output(3, 'c'));
    paint();
    expect([screen, acknowledged, told]).toEqual([['a', 'b', 'c'], [2, 2, 3], []]);
  });
});
