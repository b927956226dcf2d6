import { describe, expect, it } from '@jest/globals';
import type { SpokenChunk } from '@agents-fleet/terminal-line';
import { TerminalListeners } from './terminal-listeners.js';

const chunk = (n: number): SpokenChunk => ({ n, at: 0, kind: 'output', bytes: new Uint8Array(1) });

describe('TerminalListeners', () => {
  it('tells each session’s chunks to all who listen to it, until they leave', () => {
    const listeners = new TerminalListeners();
    const heard: string[] = [];
    const leaveFirst = listeners.listen('a', ({ n }) => heard.push(`first ${n}`));
    const leaveSecond = listeners.listen('a', ({ n }) => heard.push(`second ${n}`));
    listeners.listen('b', ({ n }) => heard.push(`other ${n}`));
    listeners.tell('a', chunk(1));
    leaveFirst();
    listeners.tell('a', chunk(2));
    leaveSecond();
    leaveSecond();
    listeners.tell('a', chunk(3));
    expect(heard).toEqual(['first 1', 'second 1', 'second 2']);
  });

  it('lets one leave while it is told', () => {
    const listeners = new TerminalListeners();
    const heard: number[] = [];
    const leave = listeners.listen('a', ({ n }) => {
      heard.push(n);
      leave();
    });
    listeners.tell('a', chunk(1));
    listeners.tell('a', chunk(2));
    expect(heard).toEqual([1]);
  });
});
