import type { Activity } from '@agents-fleet/contracts';

const MINUTE_MS = 60_000;

/** The setting as milliseconds; `null` for 0, which is off. */
export function idleTimeoutMs(minutes: number): number | null {
  return minutes === 0 ? null : minutes * MINUTE_MS;
}

/**
 * Knows for how long nothing has gone in or out of a session's terminal. An agent of which its adapter says that it
 * works is not idle, however silent its terminal is (decision 23). All times are milliseconds of a monotonic clock.
 */
export class IdleWatch {
  readonly #timeoutMs: number | null;
  #since: number;
  #works = false;

  /** @param timeoutMs `null`: never too long */
  constructor(timeoutMs: number | null, now: number) {
    this.#timeoutMs = timeoutMs;
    this.#since = now;
  }

  sawTerminal(now: number): void {
    this.#since = now;
  }

  /** What the adapter says of its agent. When it stops working, its idle time begins. */
  sawActivity(activity: Activity, now: number): void {
    if (this.#works) this.#since = now;
    this.#works = activity === 'working';
  }

  /** @param attended whether the adapter's runner is there: what it said may be long out of date */
  isTooLong(now: number, attended: boolean): boolean {
    if (this.#timeoutMs === null || (this.#works && attended)) return false;
    return now - this.#since >= this.#timeoutMs;
  }
}
