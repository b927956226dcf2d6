import { encodeFrame } from '@agents-fleet/wire';
import { type SessionEars } from '../line/line-maker.js';
import { type TerminalChunk } from '../terminal/terminal-chunk.js';

/** A line to a terminal that a spec opens and cuts. */
export class SpecLine {
  #ears: SessionEars | null = null;
  #isOpen = false;
  #listens = false;
  /** Chunks that were said while somebody listened. */
  said = 0;

  get listens(): boolean {
    return this.#listens;
  }

  hear(_runnerId: string, _sessionId: string, ears: SessionEars): () => void {
    this.#ears = ears;
    return () => {
      this.#ears = null;
      this.#listens = false;
    };
  }

  open(): void {
    this.#isOpen = true;
    this.#ears?.opened({
      listen: () => { this.#listens = this.#isOpen; },
      rest: () => { this.#listens = false; },
      type: () => Promise.resolve(null),
      close: () => { this.#listens = false; },
    });
  }

  say(chunk: TerminalChunk): void {
    if (!this.#listens) return;
    this.said += 1;
    if (chunk.kind === 'resize') this.#ears?.chunk(chunk);
    else this.#ears?.chunk({ ...chunk, frame: Buffer.from(encodeFrame({ channel: 0, ...chunk })) });
  }

  /** Tells that every chunk from number `n` on lies behind a place of the log. */
  tellPlace(n: number, seq: number): void {
    if (this.#listens) this.#ears?.place(n, seq);
  }

  /** The other side finds that its output isn't taken fast enough. */
  leave(): void {
    this.#listens = false;
    this.#ears?.rested();
  }

  cut(): void {
    this.#isOpen = false;
    this.#listens = false;
    this.#ears?.lost();
  }
}
