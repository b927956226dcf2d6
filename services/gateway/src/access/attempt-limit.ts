/** Failed logins that are allowed in a window (design, section 9). */
const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;

/** Counts failed logins in a sliding minute, over all callers: on loopback there is nothing to tell them apart by. */
export class AttemptLimit {
  #failures: number[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Milliseconds until another attempt is allowed; 0 when it is allowed now. */
  waitMs(): number {
    const now = this.now();
    this.#failures = this.#failures.filter((at) => now - at < WINDOW_MS);
    const oldest = this.#failures[0];
    return oldest === undefined || this.#failures.length < MAX_FAILURES ? 0 : oldest + WINDOW_MS - now;
  }

  failed(): void {
    this.#failures.push(this.now());
  }
}
