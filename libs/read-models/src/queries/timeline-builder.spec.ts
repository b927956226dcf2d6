import { describe, expect, it } from '@jest/globals';
import { MAX_TIMELINE_POINTS, timelineSchema } from '@agents-fleet/contracts';
import { TimelineBuilder } from './timeline-builder.js';

const build = (lastChunk: number, maxPoints?: number) => {
  const builder = new TimelineBuilder(lastChunk, maxPoints);
  for (let n = builder.firstFrom(1); n <= lastChunk; n = builder.firstFrom(n + 1)) builder.add(n, 1_000 + n);
  return builder.finish(lastChunk * 10);
};

describe('a timeline', () => {
  it('has every chunk of a short record', () => {
    expect(build(4)).toEqual({ startAt: '1970-01-01T00:00:01.001Z', lastChunk: 4, bytes: 40, chunks: [1, 2, 3, 4], times: [0, 1, 2, 3] });
    expect(build(1).chunks).toEqual([1]);
  });

  it('is empty where there is nothing', () => {
    expect(build(0)).toEqual({ startAt: null, lastChunk: 0, bytes: 0, chunks: [], times: [] });
  });

  it.each([3, 5, 9, 10, 11, 99, 100, 101, 1_000])('thins %d chunks evenly, and keeps the first and the last', (lastChunk) => {
    const { chunks } = build(lastChunk, 10);
    expect(chunks.length).toBeLessThanOrEqual(10);
    expect([chunks[0], chunks.at(-1)]).toEqual([1, lastChunk]);
    const steps = chunks.slice(1).map((n, index) => n - (chunks[index] ?? 0));
    expect(new Set(steps.slice(0, -1)).size).toBeLessThanOrEqual(1);
  });

  it('of half a million chunks fits into the answer', () => {
    const timeline = build(500_000);
    expect(timeline.chunks.length).toBeLessThanOrEqual(MAX_TIMELINE_POINTS);
    expect(timeline.chunks.length).toBeGreaterThan(MAX_TIMELINE_POINTS / 2);
    expect(timelineSchema.parse(timeline)).toEqual(timeline);
  });

  it('never goes back, though the clock did', () => {
    const builder = new TimelineBuilder(3);
    for (const [n, at] of [[1, 5_000], [2, 4_000], [3, 6_000]] as const) builder.add(n, at);
    expect(builder.finish(0).times).toEqual([0, 0, 1_000]);
  });
});
