/** Fewer messages than this behind a batch are no flood. */
const FLOOD_MESSAGES = 64;
/** Part of the time that is worked while the flood lasts. */
const SHARE = 0.25;
/** Longest rest in milliseconds: whoever watches the projection's position must see it move. */
const LONGEST_REST_MS = 500;

/**
 * Makes a projection rest between batches while messages come faster than it writes them: the machine then has better to
 * do, namely to show them. It catches up as soon as fewer come. Nothing is lost by that: what it has not written waits in
 * the log.
 */
export class FloodBrake {
  #waitingBefore = 0;

  /**
   * @param waiting messages behind the batch that was written
   * @param workedMs how long that took
   * @returns how long to rest before the next batch, in milliseconds; 0 when there is no flood, or no more
   */
  restMs(waiting: number, workedMs: number): number {
    const rises = waiting >= FLOOD_MESSAGES && waiting > this.#waitingBefore;
    this.#waitingBefore = waiting;
    return rises ? Math.min(LONGEST_REST_MS, workedMs * (1 / SHARE - 1)) : 0;
  }
}
