/** Fewer messages than this behind a batch are no flood. */
const FLOOD_MESSAGES = 64;
/** Part of the time that is worked while the flood lasts. */
const SHARE = 0.05;
/** Longest rest in milliseconds: whoever watches the projection's position must see it move. */
const LONGEST_REST_MS = 500;
/** Milliseconds that a projection may be behind for it: a flood that lasts longer is written as it comes. */
const MOST_BEHIND_MS = 15_000;

/** What was just written, and how things stand after it. */
export interface WrittenBatch {
  /** Messages behind the batch that the log has by now. */
  readonly waiting: number;
  /** How old its last message is, in milliseconds. */
  readonly ageMs: number;
  /** How long writing it took, in milliseconds. */
  readonly workedMs: number;
}

/**
 * Makes a projection rest between batches while messages come faster than it writes them: the machine then has better to
 * do, namely to show them. It catches up as soon as fewer come. Nothing is lost by that: what it has not written waits in
 * the log.
 */
export class FloodBrake {
  #waitingBefore = 0;

  /** @returns how long to rest before the next batch, in milliseconds; 0 when there is no flood, or no more */
  restMs({ waiting, ageMs, workedMs }: WrittenBatch): number {
    const rises = waiting >= FLOOD_MESSAGES && waiting > this.#waitingBefore;
    this.#waitingBefore = waiting;
    return rises && ageMs < MOST_BEHIND_MS ? Math.min(LONGEST_REST_MS, workedMs * (1 / SHARE - 1)) : 0;
  }
}
