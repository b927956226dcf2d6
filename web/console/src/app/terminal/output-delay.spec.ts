import { describe, expect, it } from '@jest/globals';
import { OutputDelay } from './output-delay.js';

describe('OutputDelay', () => {
  it('given a runner whose clock is an hour behind, when output comes as soon as ever, then the terminal is not behind', () => {
    let now = 3_600_000;
    const delay = new OutputDelay(() => now);
    delay.came(0);
    now += 10_000;
    delay.came(10_000);
    expect(delay.secondsBehind(10_000)).toBe(0);
  });

  it('given output that comes and is shown ever later, then the terminal is behind by that, from two seconds on', () => {
    let now = 1_000;
    const delay = new OutputDelay(() => now);
    delay.came(1_000);
    now = 2_999;
    expect(delay.secondsBehind(1_000)).toBe(0);
    now = 9_900;
    delay.came(2_000);
    expect(delay.secondsBehind(2_000)).toBe(7);
  });

  it('given a clock that is set in a silence, when output comes again, then the terminal is not behind', () => {
    let now = 1_000;
    const delay = new OutputDelay(() => now);
    delay.came(1_000);
    now = 3_600_000;
    delay.came(31_000);
    expect(delay.secondsBehind(31_000)).toBe(0);
    now = 3_604_000;
    expect(delay.secondsBehind(31_000)).toBe(4);
  });

  it('given that nothing has come, then it is not behind', () => {
    expect(new OutputDelay(() => 9_000_000).secondsBehind(0)).toBe(0);
  });
});
