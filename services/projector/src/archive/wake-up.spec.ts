import { describe, expect, it } from '@jest/globals';
import { WakeUp } from './wake-up.js';

const FOR_EVER_MS = 2 ** 30;

describe('a wait', () => {
  it('ends with a change, also with one before it', async () => {
    const wake = new WakeUp();
    const waiting = wake.changeWithin(FOR_EVER_MS);
    wake.change();
    await waiting;
    wake.change();
    await wake.changeWithin(FOR_EVER_MS);
  });

  it('ends by itself, and takes each change once', async () => {
    const wake = new WakeUp();
    wake.change();
    await wake.changeWithin(FOR_EVER_MS);
    await wake.changeWithin(1);
    await wake.changeWithin(0);
  });

  it('is no rest from changes, but from everything until the end', async () => {
    const wake = new WakeUp();
    let rested = false;
    const resting = wake.rest(FOR_EVER_MS).then(() => { rested = true; });
    wake.change();
    await Promise.resolve();
    expect(rested).toBe(false);
    wake.stop();
    await resting;
    await wake.rest(FOR_EVER_MS);
    await wake.changeWithin(FOR_EVER_MS);
    expect(wake.isStopped).toBe(true);
  });
});
