/** Less is not worth a word, in milliseconds: a burst is painted. */
const LEAST_BEHIND_MS = 2_000;

/** After so long without output, in milliseconds, what comes next is as soon as ever: one of the clocks may have been set meanwhile. */
const ANEW_AFTER_MS = 10_000;

/**
 * How far a terminal is behind what its program prints. Output carries the time of its runner's clock, which need not agree with the
 * browser's: it is compared with the output that came soonest.
 */
export class OutputDelay {
  private leastMs = Infinity;
  private cameAt = -Infinity;

  /** @param now milliseconds since the epoch */
  constructor(private readonly now: () => number = Date.now) {}

  /** Output of this time, in milliseconds since the epoch, has come. */
  came(at: number): void {
    const now = this.now();
    if (now - this.cameAt > ANEW_AFTER_MS) this.leastMs = Infinity;
    this.cameAt = now;
    this.leastMs = Math.min(this.leastMs, now - at);
  }

  /** Whole seconds that the terminal is behind when it shows output of this time now; 0 for less than two. */
  secondsBehind(at: number): number {
    const ms = this.now() - at - this.leastMs;
    return ms < LEAST_BEHIND_MS ? 0 : Math.floor(ms / 1_000);
  }
}
