import { describe, expect, it } from '@jest/globals';
import type { Terminal } from '@xterm/xterm';
import { CharacterSafeTerminal } from './character-safe.js';

/** A terminal that takes each write when the test says so, as xterm does in a task of its own. */
function setUp() {
  const taken: string[] = [];
  const queue: (() => void)[] = [];
  const write = (data: Uint8Array | string, painted?: () => void) => {
    queue.push(() => {
      taken.push(typeof data === 'string' ? data : new TextDecoder().decode(data));
      painted?.();
    });
  };
  const terminal = new CharacterSafeTerminal({ write } as unknown as Terminal);
  const takeOne = () => queue.shift()?.();
  const takeAll = () => { while (queue.length > 0) takeOne(); };
  return { terminal, taken, queue, takeOne, takeAll };
}

/** More than three pieces of 64 KiB. */
const MUCH = `${'—'.repeat(70_000)}.`;
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a terminal that is given whole characters', () => {
  it('given much, when it is painted, then it comes in pieces, and what was written behind it comes behind it', () => {
    const { terminal, taken, takeAll } = setUp();
    const told: string[] = [];
    terminal.write(bytes(MUCH), () => told.push(`much after ${taken.length}`));
    terminal.write(bytes('then'), () => told.push(`then after ${taken.length}`));
    terminal.write(bytes(MUCH), () => told.push('again'));
    terminal.write('', () => told.push('end'));
    takeAll();
    expect(taken.join('')).toBe(`${MUCH}then${MUCH}`);
    expect(told).toEqual(['much after 4', 'then after 5', 'again', 'end']);
  });

  it('given much, when it is left in the middle, then nothing more is painted, and nobody is told that it was', () => {
    const { terminal, taken, queue, takeOne, takeAll } = setUp();
    let told = 0;
    terminal.write(bytes(MUCH), () => { told += 1; });
    terminal.write(bytes('then'), () => { told += 1; });
    takeOne();
    expect(queue).toHaveLength(1);
    terminal.dispose();
    terminal.write(bytes('later'), () => { told += 1; });
    takeAll();
    expect([taken.length, told]).toEqual([2, 0]);
  });

  it('given a character that comes in two writes, then it is handed on as a whole', () => {
    const { terminal, taken, takeAll } = setUp();
    const [dash] = [bytes('a—b')];
    terminal.write(dash.subarray(0, 2));
    terminal.write(dash.subarray(2));
    takeAll();
    expect(taken).toEqual(['a', '—b']);
  });
});
