import { describe, expect, it } from '@jest/globals';
import type { ProcessEntry } from './process-entry.js';
import { TreeStopper } from './tree-stopper.js';

const entry = (pid: number): ProcessEntry => ({ pid, ppid: 1, pgid: pid, sid: pid, tty: null, startTime: '1', zombie: false });

/** Stops two processes, of which one is known, and both end on SIGINT. */
async function stopTwo() {
  const calls: string[] = [];
  const alive = new Set([10, 20]);
  const stopper = new TreeStopper({
    findKnown: () => [entry(10)],
    find: () => {
      calls.push('look');
      return [...alive].map(entry);
    },
    kill: (pid, signal) => {
      calls.push(`${signal} ${pid}`);
      // A process that has been told ends a moment later: the first look still sees it.
      setTimeout(() => alive.delete(pid), 5);
    },
  });
  return { survivors: await stopper.stop([{ atMs: 0, signal: 'SIGINT' }, { atMs: 1_000, signal: 'SIGKILL' }]), calls };
}

describe('the first rung', () => {
  it('reaches the known ones before the first look at the system, and nobody twice', async () => {
    const { survivors, calls } = await stopTwo();
    expect(survivors).toBe(0);
    expect(calls).toEqual(['SIGINT 10', 'look', 'SIGINT 20', 'look']);
  });
});
