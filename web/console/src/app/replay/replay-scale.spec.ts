import { signal } from '@angular/core';
import { type Marker } from '@agents-fleet/contracts';
import { describe, expect, it } from '@jest/globals';
import { ReplayScale } from './replay-scale.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const marker = (id: string, ms: number) => ({ id, at: new Date(START + ms).toISOString() }) as Marker;

function setUp(markers: readonly Marker[] = []) {
  const positionMs = signal(0);
  const scale = new ReplayScale({
    session: signal(undefined),
    usage: signal([]),
    markers: signal(markers),
    typed: signal([START + 2_000]),
    hits: signal([500, 99_000]),
    startMs: signal(START),
    durationMs: signal(10_000),
    positionMs,
  });
  return { scale, positionMs };
}

describe('ReplayScale', () => {
  it('has places from the start on, and none beyond the ends', () => {
    const { scale } = setUp([marker('before', -50), marker('within', 4_000), marker('after', 11_000)]);
    expect(scale.moments().map(({ at }) => at)).toEqual([0, 4_000, 10_000]);
    expect(scale.inputs()).toEqual([2_000]);
    expect(scale.hits()).toEqual([500, 10_000]);
  });

  it('leads to the next marker and the one before, and to the ends where there is none', () => {
    const { scale } = setUp([marker('a', 1_000), marker('b', 4_000)]);
    expect([scale.markerFrom(1_000, 1), scale.markerFrom(4_000, 1)]).toEqual([4_000, 10_000]);
    expect([scale.markerFrom(4_000, -1), scale.markerFrom(1_000, -1)]).toEqual([1_000, 0]);
  });

  it('knows of nothing spent while the session is not here', () => {
    const { scale } = setUp();
    expect([scale.curve(), scale.spent()]).toEqual([null, '']);
  });
});
