import { type Timeline } from '@agents-fleet/contracts';
import { countUntil } from './timeline.js';

/** When a record's chunks came. Some of those of a long record are left out: their neighbours stand for them. */
export class RecordTimeline {
  /** Milliseconds since the epoch; `null` when nothing was printed. */
  readonly startMs: number | null;
  readonly lastChunk: number;
  /** In milliseconds from the start, ascending. */
  readonly times: readonly number[];
  /** Bytes that a chunk has on average. */
  readonly chunkBytes: number;
  private readonly chunks: readonly number[];

  constructor({ startAt, lastChunk, bytes, chunks, times }: Timeline) {
    this.startMs = startAt === null ? null : Date.parse(startAt);
    this.lastChunk = lastChunk;
    this.chunks = chunks;
    this.times = times;
    this.chunkBytes = lastChunk === 0 ? 0 : bytes / lastChunk;
  }

  /** Number of the newest chunk on screen at a time, 0 before the first. */
  chunkAt(ms: number): number {
    return this.chunks[countUntil(this.times, ms) - 1] ?? 0;
  }

  /** When a chunk was on screen, in milliseconds from the start. One that isn't there yet is at the end. */
  timeOf(chunk: number): number {
    const point = countUntil(this.chunks, chunk - 1);
    return this.times[point] ?? this.times.at(-1) ?? 0;
  }
}
