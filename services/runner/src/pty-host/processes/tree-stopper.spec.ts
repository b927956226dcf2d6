import { describe, expect, it } from '@jest/globals';
import type { ProcessEntry } from './process-entry.js';
import { endingInKill, TreeStopper, type StopStep } from './tree-stopper.js';

const entry = (pid: number, pgid = pid): ProcessEntry => ({ pid, ppid: 1, pgid, sid: pid, tty: null, startTime: '1', zombie: false });

const LADDER: readonly StopStep[] = [{ atMs: 0, signal: 'SIGINT' }, { atMs: 1_000, signal: 'SIGKILL' }];

/** Stops processes of which the first is known, and which all end on the first signal, or on `/exit`. */
async function stop(entries: ProcessEntry[], ladder = LADDER) {
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
    type: (keys) => {
      calls.push(`type ${keys}`);
      if (keys === '/exit') alive = [];
    },
  });
  return { survivors: await stopper.stop(ladder), calls };
}

describe('the first rung', () => {
  it('reaches the known ones before the first look at the system, and nobody twice', async () => {
    const { survivors, calls } = await stop([entry(10), entry(20)]);
    expect(survivors).toBe(0);
    expect(calls).toEqual(['SIGINT -10', 'look', 'SIGINT -20', 'look']);
  });

  it('tells a group in one go, so that a child forked meanwhile hears of it, and once', async () => {
    const { calls } = await stop([entry(10), entry(11, 10)]);
    expect(calls).toEqual(['SIGINT -10', 'look', 'look']);
  });

  it('leaves alone a group that the session has merely joined', async () => {
    const { calls } = await stop([entry(11, 10)]);
    expect(calls).toEqual(['SIGINT 11', 'look', 'look']);
  });
});

describe('keys', () => {
  const keys: StopStep[] = [{ atMs: 0, keys: 'Esc' }, { atMs: 20, keys: '/exit' }, { atMs: 2_000, signal: 'SIGTERM' }];

  it('are typed once each, and no signal is sent to a program that ends by them', async () => {
    const { survivors, calls } = await stop([entry(10)], keys);
    expect(survivors).toBe(0);
    expect(calls.filter((call) => call !== 'look')).toEqual(['type Esc', 'type /exit']);
  });

  it('are followed by the first signal, to everybody', async () => {
    const { calls } = await stop([entry(10), entry(20)], [{ atMs: 0, keys: 'Esc' }, { atMs: 20, signal: 'SIGTERM' }]);
    expect(calls.filter((call) => call !== 'look')).toEqual(['type Esc', 'SIGTERM -10', 'SIGTERM -20']);
  });

  it('never are all of a ladder', () => {
    expect(endingInKill(keys, 4_000).at(-1)).toEqual({ atMs: 4_000, signal: 'SIGKILL' });
    expect(endingInKill(LADDER, 4_000)).toEqual(LADDER);
  });
});
