import { describe, expect, it } from '@jest/globals';
import { EarlyChunks } from './early-chunks.js';
import { type TerminalChunk } from './terminal-chunk.js';

const output = (n: number, length = 1): TerminalChunk => ({ n, at: 0, kind: 'output', bytes: new Uint8Array(length) });

function someChunks() {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  let say: ((chunk: TerminalChunk) => void) | null = null;
  const heard: number[] = [];
  const clock = {
    now: () => now,
    after: (ms: number, run: () => void) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => { timers.splice(timers.indexOf(timer), 1); };
    },
  };
  const hear = (listener: (chunk: TerminalChunk) => void) => {
    say = listener;
    return () => { say = null; };
  };
  return {
    early: new EarlyChunks(hear, clock, ({ n }) => heard.push(n)),
    heard,
    say: (chunk: TerminalChunk) => { say?.(chunk); },
    get open() {
      return say !== null;
    },
    pass: (ms: number) => {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
    },
  };
}

describe('EarlyChunks', () => {
  it('hands on what is said, from its opening to its end', () => {
    const test = someChunks();
    test.say(output(1));
    test.early.open();
    test.say(output(2));
    test.early.close();
    test.say(output(3));
    expect(test.heard).toEqual([2]);
  });

  it('rests when output floods, and opens again', () => {
    const test = someChunks();
    test.early.open();
    test.say(output(1, 60_000));
    expect(test.open).toBe(true);
    test.say(output(2, 60_000));
    expect(test.heard).toEqual([1, 2]);
    expect(test.open).toBe(false);
    test.pass(1_000);
    expect(test.open).toBe(true);
  });

  it('bears the same amount when it comes slowly', () => {
    const test = someChunks();
    test.early.open();
    for (let n = 1; n <= 10; n += 1) {
      test.say(output(n, 60_000));
      test.pass(250);
    }
    expect(test.open).toBe(true);
  });

  it('stays closed when it is closed while it rests', () => {
    const test = someChunks();
    test.early.open();
    test.say(output(1, 100_000));
    test.early.close();
    test.pass(5_000);
    expect(test.open).toBe(false);
  });
});
