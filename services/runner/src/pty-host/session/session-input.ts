import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalMode } from '../pty/terminal-modes.js';
import { isPlainText } from './plain-text.js';

/** What was typed is recorded this many milliseconds later: its echo goes first. */
const RECORD_AFTER_MS = 5;

/** Where input goes, and who hears of it. */
export interface SessionInputTarget {
  /** @returns false when the terminal takes no more */
  write(bytes: Uint8Array): boolean;
  mode(): Promise<TerminalMode>;
  /** Bytes have been written. */
  written(): void;
  /** @param bytes `null` when they must not be kept, and only their `length` is */
  record(bytes: Uint8Array | null, length: number): void;
  meter(bytes: Uint8Array): void;
}

/**
 * What is typed into a session. What its terminal would not show is kept out of the audit; so is what nobody knows
 * about. The question for the terminal's mode is answered before the bytes are written (decision 0005), but plain text
 * goes first (decision 0020).
 */
export class SessionInput {
  readonly #target: SessionInputTarget;
  /** Input that waits for its question about the terminal's mode, and the end of the one before it. */
  #waiting: Uint8Array[] = [];
  #asking: Promise<TerminalMode> | null = null;
  #recorded: Promise<void> = Promise.resolve();

  constructor(target: SessionInputTarget) {
    this.#target = target;
  }

  /** The end of what is still to be recorded. Never rejects. */
  get recorded(): Promise<void> {
    return this.#recorded;
  }

  /** Types bytes; resolves when they are written and recorded. */
  async type(bytes: Uint8Array): Promise<void> {
    if (this.#asking === null && isPlainText(bytes)) {
      await this.#write(bytes, () => this.#target.mode());
      return;
    }
    this.#waiting.push(bytes);
    // Whatever comes while this one is asked is written together, behind its bytes.
    while (this.#asking !== null) await this.#asking;
    const waiting = this.#waiting;
    if (waiting.length === 0) {
      // Somebody who waited, too, has taken them along.
      await this.#recorded;
      return;
    }
    this.#waiting = [];
    const asking = this.#target.mode();
    this.#asking = asking;
    await asking;
    this.#asking = null;
    await this.#write(Buffer.concat(waiting), () => asking);
  }

  /** Writes bytes now, and records them once the terminal's mode is known and their echo has had its turn. */
  #write(bytes: Uint8Array, mode: () => Promise<TerminalMode>): Promise<void> {
    if (!this.#target.write(bytes)) return Promise.resolve();
    this.#target.written();
    const due = Promise.all([mode(), sleep(RECORD_AFTER_MS)]);
    const recorded = this.#recorded.then(async () => {
      const [known] = await due;
      const mayBeKept = known === 'echo' || known === 'raw';
      this.#target.record(mayBeKept ? bytes : null, bytes.length);
      this.#target.meter(bytes);
    });
    // Whoever typed is told of a failure; what is typed next must not fail for it.
    this.#recorded = recorded.catch(() => undefined);
    return recorded;
  }
}
