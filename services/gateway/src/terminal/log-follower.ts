import { type Logger } from '@agents-fleet/platform';
import { type ChunkStream, type LiveTerminal, type StreamedChunk } from './live-terminal.js';

/** Most chunks that wait at the broker client's side for a feed that is paused: 2 MiB, as none is larger than 64 KiB. */
const READ_AHEAD_CHUNKS = 32;
/** Long enough not to hammer a broker that refuses, short enough for a person to wait. */
const RETRY_MS = 500;

/** Who reads a log. */
export interface LogReader {
  /** The place in the stream to read from, asked before each reading. */
  from(): Promise<number>;
  /** Reading has begun. */
  opened(): void;
  take(chunk: StreamedChunk): void;
  /** `null` when there is room for more, otherwise resolves when there is. */
  room(): Promise<void> | null;
}

/** Follows the log of one session's terminal by an ordered consumer, whenever that is wanted, through every loss of the broker. */
export class LogFollower {
  readonly #closing = new AbortController();
  #isWanted = true;
  #wake: (() => void) | null = null;
  #stream: ChunkStream | null = null;

  constructor(
    private readonly sessionId: string,
    private readonly live: LiveTerminal,
    private readonly reader: LogReader,
    private readonly logger: Logger,
  ) {}

  start(): void {
    void this.#followUntilClosed();
  }

  /** Reads on, from where the reader says. */
  follow(): void {
    this.#isWanted = true;
    this.#wake?.();
  }

  /** Reads no more, and has no consumer, until `follow`. */
  rest(): void {
    this.#isWanted = false;
    this.#stream?.stop();
  }

  /** Begins again from where the reader says now. */
  restart(): void {
    this.#stream?.stop();
  }

  close(): void {
    this.#closing.abort();
    this.#stream?.stop();
    this.#wake?.();
  }

  async #followUntilClosed(): Promise<void> {
    const closed = this.#closing.signal;
    // A consumer that was there before the broker went would notice only by its silence, seconds later.
    const leave = this.live.onReturn(() => this.#stream?.stop());
    while (!closed.aborted) {
      if (!this.#isWanted) await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = null;
      await this.live.untilOnline(closed);
      try {
        await this.#followOnce(closed);
      } catch (error) {
        this.logger.warn({ error, sessionId: this.sessionId }, 'the live terminal was cut off; reading on');
        await pause(closed);
      }
    }
    leave();
  }

  /** Follows the log until its consumer ends. */
  async #followOnce(closed: AbortSignal): Promise<void> {
    const before = this.reader.room();
    if (before !== null) await before;
    if (closed.aborted || !this.#isWanted) return;
    const from = await this.reader.from();
    const stream = await this.live.read(this.sessionId, from, READ_AHEAD_CHUNKS);
    this.#stream = stream;
    if (closed.aborted || !this.#wanted) stream.stop();
    this.reader.opened();
    for await (const chunk of stream) {
      this.reader.take(chunk);
      const room = this.reader.room();
      if (room !== null) await room;
    }
    this.#stream = null;
  }

  /** Asked again after waiting: the answer may have changed. */
  get #wanted(): boolean {
    return this.#isWanted;
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, RETRY_MS);
    signal.addEventListener('abort', done, { once: true });
  });
}
