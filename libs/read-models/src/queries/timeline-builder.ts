import { MAX_TIMELINE_POINTS, type Timeline } from '@agents-fleet/contracts';

/**
 * Makes a timeline of chunks that come in order. Which of them it takes depends on the newest chunk's number alone, so
 * that most of a long record needn't be looked at.
 */
export class TimelineBuilder {
  /** Every so many chunks one is taken: the 1st, the 1 + `step`th, … and the last. */
  readonly step: number;
  readonly #lastChunk: number;
  readonly #chunks: number[] = [];
  readonly #ats: number[] = [];

  constructor(lastChunk: number, maxPoints = MAX_TIMELINE_POINTS) {
    this.#lastChunk = lastChunk;
    this.step = Math.max(1, Math.ceil((lastChunk - 1) / (maxPoints - 1)));
  }

  /** The first chunk from `n` on that is taken; `Infinity` behind the last. */
  firstFrom(n: number): number {
    if (n > this.#lastChunk) return Infinity;
    return Math.min(this.#lastChunk, Math.ceil((n - 1) / this.step) * this.step + 1);
  }

  /** @param at milliseconds since the epoch; a clock that was put back doesn't move the timeline back */
  add(n: number, at: number): void {
    this.#chunks.push(n);
    this.#ats.push(Math.max(at, this.#ats.at(-1) ?? at));
  }

  finish(bytes: number): Timeline {
    const [startAt] = this.#ats;
    return {
      startAt: startAt === undefined ? null : new Date(startAt).toISOString(),
      lastChunk: this.#lastChunk,
      bytes,
      chunks: this.#chunks,
      times: this.#ats.map((at) => at - (startAt ?? 0)),
    };
  }
}
