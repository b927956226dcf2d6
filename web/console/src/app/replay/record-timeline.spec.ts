import { describe, expect, it } from '@jest/globals';
import { RecordTimeline } from './record-timeline.js';

const timeline = new RecordTimeline({ startAt: '2026-11-23T10:00:00.000Z', lastChunk: 90, bytes: 9000, chunks: [1, 20, 40, 41, 90], times: [0, 50, 900, 900, 2000] });

describe('RecordTimeline', () => {
  it('knows which chunk was on screen when', () => {
    expect([-1, 0, 49, 50, 899, 900, 5000].map((ms) => timeline.chunkAt(ms))).toEqual([0, 1, 1, 20, 20, 41, 90]);
  });

  it('knows when a chunk was on screen, also one that was left out', () => {
    expect([0, 1, 2, 20, 21, 40, 41, 60, 90, 91].map((chunk) => timeline.timeOf(chunk))).toEqual([0, 0, 50, 50, 900, 900, 900, 2000, 2000, 2000]);
  });

  it('knows how large a chunk is', () => {
    expect(timeline.chunkBytes).toBe(100);
  });

  it('is empty for a record without bytes', () => {
    const empty = new RecordTimeline({ startAt: null, lastChunk: 0, bytes: 0, chunks: [], times: [] });
    expect([empty.startMs, empty.chunkAt(10), empty.timeOf(3), empty.chunkBytes]).toEqual([null, 0, 0, 0]);
  });
});
