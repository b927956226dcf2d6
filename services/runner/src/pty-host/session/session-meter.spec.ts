import { describe, expect, it } from '@jest/globals';
import { NOTHING_CARRIED, type UsageRecord } from '@agents-fleet/contracts';
import type { Clock } from '@agents-fleet/terminal';
import { SessionMeter } from './session-meter.js';

/** A clock that stands still until told otherwise. */
class HandClock implements Clock {
  #time = 0;
  #timers: { at: number; callback: () => void }[] = [];
  now = () => this.#time;
  after(milliseconds: number, callback: () => void) {
    const timer = { at: this.#time + milliseconds, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  pass(milliseconds: number) {
    this.#time += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.#time);
    this.#timers = this.#timers.filter(({ at }) => at > this.#time);
    for (const { callback } of due) callback();
  }
}

function given(budget: { budgetTokens?: number; budgetNanoUsd?: number } = {}) {
  const clock = new HandClock();
  const usage: UsageRecord[] = [];
  let reached = 0;
  const meter = new SessionMeter({
    sessionId: 'S',
    budget: { version: 1, budgetTokens: null, budgetNanoUsd: null, ...budget },
    carried: NOTHING_CARRIED,
    metering: 'characters',
    countCacheReads: false,
    size: { cols: 80, rows: 24 },
    clock,
    onUsage: (record) => usage.push(record),
    onReached: () => reached++,
    onScreenLost: (error) => {
      throw error;
    },
  });
  return {
    clock,
    meter,
    prints: (text: string) => { meter.sawOutput(new TextEncoder().encode(text)); },
    types: (text: string) => { meter.sawInput(new TextEncoder().encode(text)); },
    recorded: () => usage.map(({ source, tokens: { input, output } }) => [source, input, output]),
    reached: () => reached,
  };
}

describe('SessionMeter', () => {
  it('records what went in and out within a quarter of a second', () => {
    const { clock, prints, types, recorded } = given();
    prints('x'.repeat(10));
    types('yyyy');
    expect(recorded()).toEqual([]);
    clock.pass(250);
    expect(recorded()).toEqual([['estimate', 1, 3]]);
  });

  it('records at once what crosses a threshold, and stops after that record', () => {
    const { prints, recorded, reached } = given({ budgetTokens: 100 });
    prints('x'.repeat(4 * 79));
    expect(recorded()).toEqual([]);
    prints('x'.repeat(4));
    expect(recorded()).toEqual([['estimate', 0, 80]]);
    expect(reached()).toBe(0);
    prints('x'.repeat(4 * 20));
    expect(recorded()).toEqual([['estimate', 0, 80], ['estimate', 0, 20]]);
    expect(reached()).toBe(1);
  });

  it('stops by money, at the assumed price', () => {
    const { prints, reached } = given({ budgetNanoUsd: 15_000 * 10 });
    prints('x'.repeat(36));
    expect(reached()).toBe(0);
    prints('x'.repeat(4));
    expect(reached()).toBe(1);
  });

  it('goes by the status line as soon as there is one', () => {
    const { clock, prints, reached } = given({ budgetTokens: 1_000 });
    prints('AF|ctx=1/200000(0%)|in=10|out=5|cost=$0.01\r\n>');
    prints('x'.repeat(4 * 2_000));
    clock.pass(250);
    expect(reached()).toBe(0);
    prints('\r\nAF|ctx=1/200000(0%)|in=900|out=100|cost=$0.02\r\n>');
    expect(reached()).toBe(1);
  });

  it('believes a status line at the end of the output once it is quiet', () => {
    const { clock, prints, recorded } = given();
    prints('AF|ctx=1/200000(0%)|in=10|out=5|cost=$0.01\r\n');
    clock.pass(250);
    expect(recorded()).toContainEqual(['statusline', 10, 5]);
  });

  it('weighs what was used against a changed budget', () => {
    const { meter, prints, reached } = given({ budgetTokens: 100 });
    prints('x'.repeat(4 * 50));
    meter.renew({ version: 3, budgetTokens: 40, budgetNanoUsd: null });
    expect(reached()).toBe(1);
    meter.renew({ version: 2, budgetTokens: 1_000, budgetNanoUsd: null });
    expect(meter.budget).toEqual({ version: 3, budgetTokens: 40, budgetNanoUsd: null });
  });

  it('records the rest at the end, and nothing after', () => {
    const { clock, meter, prints, recorded } = given();
    prints('xxxxx');
    meter.end();
    clock.pass(1_000);
    expect(recorded()).toEqual([['estimate', 0, 2]]);
  });
});
