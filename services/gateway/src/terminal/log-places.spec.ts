import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@agents-fleet/platform';
import { LogPlaces } from './log-places.js';

const MIB = 1024 * 1024;
const at = (lastChunk: number, streamSeq: number) => ({ lastChunk, streamSeq, bytes: 0 });

function places() {
  const test = { position: () => Promise.resolve(at(10, 100)) };
  return { test, places: new LogPlaces('01K', at(10, 100), { position: () => test.position() }, createLogger('spec', 'silent')) };
}

describe('LogPlaces', () => {
  it('begin behind what the read models have', async () => {
    expect(await places().places.before(11)).toEqual({ n: 11, seq: 101 });
  });

  it('are those that were read last, unless the read models are nearer', async () => {
    const { places: all, test } = places();
    all.areBehind(150);
    all.passed(40, MIB);
    expect(await all.before(45)).toEqual({ n: 40, seq: 151 });
    test.position = () => Promise.resolve(at(44, 170));
    expect(await all.before(45)).toEqual({ n: 45, seq: 171 });
    // They are past it: what is asked for is before their place.
    expect(await all.before(44)).toEqual({ n: 40, seq: 151 });
  });

  it('are known without the read models, too', async () => {
    const { places: all, test } = places();
    all.skipTo(at(30, 300));
    test.position = () => Promise.reject(new Error('the file is damaged'));
    expect(await all.before(31)).toEqual({ n: 31, seq: 301 });
    expect(await all.storedPosition()).toBeNull();
  });
});
