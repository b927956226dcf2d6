import { describe, expect, it } from '@jest/globals';
import { SilenceWatch } from './silence-watch.js';

function aWatch() {
  const timers: (() => void)[] = [];
  const state = { owed: true, silences: 0 };
  const clock = {
    now: () => 0,
    after: (_ms: number, run: () => void) => {
      timers.push(run);
      return () => { timers.splice(timers.indexOf(run), 1); };
    },
  };
  const watch = new SilenceWatch(clock, () => state.owed, () => {
    state.silences += 1;
    return Promise.resolve();
  });
  const later = async () => {
    timers.shift()?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { watch, state, later, timers };
}

describe('the watch over a consumer', () => {
  it('takes one that has brought nothing for silent, each time', async () => {
    const { watch, state, later } = aWatch();
    watch.look();
    await later();
    await later();
    expect(state.silences).toBe(2);
  });

  it('leaves one alone that brings anything, and goes on looking', async () => {
    const { watch, state, later } = aWatch();
    watch.look();
    watch.heard();
    await later();
    expect(state.silences).toBe(0);
    await later();
    expect(state.silences).toBe(1);
  });

  it('looks no more once nothing is owed, nor twice at a time, nor after its end', async () => {
    const { watch, state, later, timers } = aWatch();
    watch.look();
    watch.look();
    expect(timers).toHaveLength(1);
    state.owed = false;
    await later();
    expect([state.silences, timers]).toEqual([0, []]);
    watch.look();
    expect(timers).toEqual([]);
    state.owed = true;
    watch.look();
    watch.stop();
    watch.look();
    expect(timers).toEqual([]);
  });
});
