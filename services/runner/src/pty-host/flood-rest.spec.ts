import { describe, expect, it } from '@jest/globals';
import { HandClock } from '@agents-fleet/terminal/hand-clock';
import { FloodRest } from './flood-rest.js';

function setUp() {
  const clock = new HandClock();
  const test = { changes: 0 };
  const rest = new FloodRest(clock, () => { test.changes += 1; });
  return { clock, rest, test };
}

describe('FloodRest', () => {
  it('given a flood, when something is typed elsewhere, then it rests for 5 ms', () => {
    const { clock, rest, test } = setUp();
    rest.typed(['flood']);
    expect([rest.isResting('flood'), rest.isResting('shell'), test.changes]).toEqual([true, false, 1]);
    clock.pass(4);
    expect(rest.isResting('flood')).toBe(true);
    clock.pass(1);
    expect([rest.isResting('flood'), test.changes]).toEqual([false, 2]);
  });

  it('given one who types without a pause, then floods rest a quarter of the time', () => {
    const { clock, rest } = setUp();
    let rested = 0;
    for (let ms = 0; ms < 1_000; ms += 1) {
      rest.typed(['flood']);
      if (rest.isResting('flood')) rested += 1;
      clock.pass(1);
    }
    expect(rested).toBe(250);
  });

  it('given no flood, then nobody rests, and the first flood does at once', () => {
    const { rest, test } = setUp();
    rest.typed([]);
    expect(test.changes).toBe(0);
    rest.typed(['flood']);
    expect(rest.isResting('flood')).toBe(true);
  });
});
