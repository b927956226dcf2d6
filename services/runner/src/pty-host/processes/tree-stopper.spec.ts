import { describe, expect, it } from '@jest/globals';
import type { ProcessEntry } from './process-entry.js';
import { TreeStopper } from './tree-stopper.js';

const entry = (pid: number, pgid = pid): ProcessEntry => ({ pid, ppid: 1, pgid, sid: pid, tty: null, startTime: '1', zombie: false });

/** Stops processes of which the first is known, and which all end on SIGINT. */
async function stop(...entries: ProcessEntry[]) {
  const calls: string[] = [];
  let alive = entries;
  const stopper = new TreeStopper({
    findKnown: () => entries.slice(0, 1),
    find: () => {
      calls.push('look');
      return alive;
    },
    kill: (pid, signal) => {
      calls.push(`${signal} ${pid}`);
      // A process that has been told ends a moment later: the first look still sees it.
      setTimeout(() => (alive = alive.filter((one) => one.pid !== pid && one.pgid !== -pid)), 5);
    },
  });
  return { survivors: await stopper.stop([{ atMs: 0, signal: 'SIGINT' }, { atMs: 1_000, signal: 'SIGKILL' }]), calls };
}

describe('the first rung', () => {
  it('reaches the known ones before the first look at the system, and nobody twice', async () => {
    const { survivors, calls } = await stop(entry(10), entry(20));
    expect(survivors).toBe(0);
    expect(calls).toEqual(['SIGINT -10', 'look', 'SIGINT -20', 'look']);
  });

  it('tells a group in one go, so that a child forked meanwhile hears of it, and once', async () => {
    const { calls } = await stop(entry(10), entry(11, 10));
    expect(calls).toEqual(['SIGINT -10', 'look', 'look']);
  });

  it('leaves alone a group that the session has merely joined', async () => {
    const { calls } = await stop(entry(11, 10));
    expect(calls).toEqual(['SIGINT 11', 'look', 'look']);
  });
});
