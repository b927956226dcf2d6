import { type Clock } from '@agents-fleet/terminal';
import { chunkBytes, type TerminalChunk } from './terminal-chunk.js';

/** Heard within one window, this makes a flood: a busy screen paints less, and people type less. */
const FLOOD_BYTES = 64 * 1024;
const WINDOW_MS = 250;
/** How long a line rests after a flood, in milliseconds. It then costs a flood of 50 MB/s a thousandth. */
const REST_MS = 1_000;

/** Listens to the chunks of one session as they are sent, before they are stored. Returns the way out. */
export type Hear = (listener: (chunk: TerminalChunk) => void) => () => void;

/**
 * Chunks of a live terminal past the store: an echo is there some tenths of a millisecond sooner than by the log. They may
 * be lost, so they are only ever additional. Every chunk comes by the log as well; while output floods that would be
 * twice the work, so the line then rests.
 */
export class EarlyChunks {
  #hangUp: (() => void) | null = null;
  #cancelRest: (() => void) | null = null;
  #windowEndsAt = 0;
  #bytes = 0;

  constructor(
    private readonly hear: Hear,
    private readonly clock: Clock,
    private readonly listener: (chunk: TerminalChunk) => void,
  ) {}

  open(): void {
    this.#cancelRest = null;
    this.#hangUp ??= this.hear((chunk) => { this.#heard(chunk); });
  }

  close(): void {
    this.#cancelRest?.();
    this.#cancelRest = null;
    this.#hangUp?.();
    this.#hangUp = null;
  }

  #heard(chunk: TerminalChunk): void {
    const now = this.clock.now();
    if (now >= this.#windowEndsAt) {
      this.#windowEndsAt = now + WINDOW_MS;
      this.#bytes = 0;
    }
    this.#bytes += chunkBytes(chunk);
    if (this.#bytes > FLOOD_BYTES) {
      this.close();
      this.#cancelRest = this.clock.after(REST_MS, () => { this.open(); });
    }
    this.listener(chunk);
  }
}
