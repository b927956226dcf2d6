/** Shortest time between two announcements, in milliseconds: smooth to the eye, and a flood of commits stays few messages. */
const INTERVAL_MS = 30;
/** Most sessions named in one announcement: keeps it far below the broker's largest message. */
const MAX_IDS = 1_000;

/** Tells which sessions' rows have changed: at once after a quiet time, else at most every 30 ms. */
export class ChangeAnnouncer {
  readonly #announce: (sessionIds: string[]) => void;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(announce: (sessionIds: string[]) => void) {
    this.#announce = announce;
  }

  add(sessionIds: Iterable<string>): void {
    for (const sessionId of sessionIds) this.#waiting.add(sessionId);
    if (this.#timer === null) this.#send();
  }

  /** Announces what waits, and nothing after that by itself. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#send();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #send(): void {
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    const sessionIds = [...this.#waiting];
    this.#waiting.clear();
    for (let start = 0; start < sessionIds.length; start += MAX_IDS) this.#announce(sessionIds.slice(start, start + MAX_IDS));
    this.#timer = setTimeout(() => this.#send(), INTERVAL_MS);
  }
}
