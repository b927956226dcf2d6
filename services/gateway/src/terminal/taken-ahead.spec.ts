import { describe, expect, it } from '@jest/globals';
import { HandClock } from '@agents-fleet/terminal/hand-clock';
import { TakenAhead } from './taken-ahead.js';

function ahead() {
  const clock = new HandClock();
  const test = { clock, stopped: 0, wentOn: 0, taken: new TakenAhead(100, clock, () => { test.stopped += 1; }) };
  const wait = async () => {
    await test.taken.untilWanted();
    test.wentOn += 1;
  };
  return Object.assign(test, { wait });
}

describe('TakenAhead', () => {
  it('is too far beyond its limit, until a viewer wants more', async () => {
    const test = ahead();
    test.taken.take(100);
    expect(test.taken.isTooFar).toBe(false);
    test.taken.take(1);
    expect(test.taken.isTooFar).toBe(true);
    const waiting = test.wait();
    expect([test.taken.isWaiting, test.wentOn]).toEqual([true, 0]);
    test.taken.wanted();
    await waiting;
    expect([test.taken.isTooFar, test.taken.isWaiting, test.wentOn]).toEqual([false, false, 1]);
  });

  it('tells that the viewers are stopped, once they have taken nothing for a second', async () => {
    const test = ahead();
    const first = test.wait();
    test.clock.pass(999);
    test.taken.wanted();
    await first;
    test.clock.pass(1_000);
    expect(test.stopped).toBe(0);
    const second = test.wait();
    test.clock.pass(1_000);
    expect(test.stopped).toBe(1);
    test.taken.close();
    await second;
  });

  it('lets nobody wait once it is closed', async () => {
    const test = ahead();
    const waiting = test.wait();
    test.taken.close();
    await waiting;
    await test.wait();
    expect(test.wentOn).toBe(2);
  });
});
