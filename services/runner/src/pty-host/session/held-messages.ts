import { subjects } from '@agents-fleet/contracts';
import type { Clock } from '@agents-fleet/terminal';
import { bytesOf, type OutgoingMessage } from '../outbox/outgoing-message.js';

/**
 * What has gone out on a line is recorded so many milliseconds later: until then the echo of a key has its way to the screen for
 * itself, and the broker, who would be woken in the same moment, sleeps.
 */
const HOLD_MS = 3;
/** More than this, in bytes, is no echo: it is sent at once, and nobody waits for it. */
const MOST_HELD_BYTES = 4 * 1024;

/** Holds small pieces of a heard terminal back from its record for a moment, and keeps their order. */
export class HeldMessages {
  #held: OutgoingMessage[] = [];
  #bytes = 0;
  #cancel: (() => void) | null = null;

  /** @param isHeard whether somebody has the session's output without its record */
  constructor(
    private readonly clock: Clock,
    private readonly record: (message: OutgoingMessage) => void,
    private readonly isHeard: () => boolean,
  ) {}

  send(message: OutgoingMessage): void {
    const isPiece = message.subject === subjects.pty(message.sessionId);
    if (!isPiece) {
      // Events have a stream of their own, and are on time; but the last one says that all the rest is there.
      if (message.afterAllElse) this.#flush();
      this.record(message);
      return;
    }
    this.#held.push(message);
    this.#bytes += bytesOf(message);
    if (this.#bytes > MOST_HELD_BYTES || !this.isHeard()) this.#flush();
    else this.#cancel ??= this.clock.after(HOLD_MS, () => { this.#flush(); });
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const held = this.#held;
    this.#held = [];
    this.#bytes = 0;
    for (const message of held) this.record(message);
  }
}
