import { describe, expect, it } from '@jest/globals';
import { HandClock } from '@agents-fleet/terminal/hand-clock';
import { SilenceWatch } from './silence-watch.js';

const LONG = 1_000;

function aWatch() {
  const clock = new HandClock();
  const state = { owed: true, silences: 0 };
  const watch = new SilenceWatch(clock, () => state.owed, () => {
    state.silences += 1;
    return Promise.resolve();
  });
  const later = async () => {
    clock.pass(LONG);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { watch, state, later };
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
    const { watch, state, later } = aWatch();
    watch.look();
    watch.look();
    await later();
    expect(state.silences).toBe(1);
    state.owed = false;
    await later();
    watch.look();
    state.owed = true;
    await later();
    expect(state.silences).toBe(1);
    watch.look();
    watch.stop();
    watch.look();
    await later();
    expect(state.silences).toBe(1);
  });
});
