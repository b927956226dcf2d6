import { ChunkOrder } from './chunk-order.js';
import { type ChunkStream, type LiveTerminal, type StreamedChunk } from './live-terminal.js';
import { type LogPlace } from './log-index.js';
import { chunkBytes, type TerminalChunk } from './terminal-chunk.js';

/** A log that brings nothing for so long, though there must be more, is taken for away: the reader ends. */
const SILENCE_MS = 2_000;
/** Chunks that are read ahead of a viewer, who may be stopped: one of its windows, as none is larger than 64 KiB. */
const READ_AHEAD_CHUNKS = 16;

/**
 * Reads older chunks from the log again, for one viewer: those that have left its feed's ring and that a slow or
 * dead projector hasn't stored.
 */
export class GapReader {
  readonly #order: ChunkOrder<TerminalChunk>;
  readonly #iterator: AsyncIterator<StreamedChunk>;
  /** Read, but not asked for yet. */
  #ahead: TerminalChunk[] = [];
  readonly #silence: NodeJS.Timeout;

  private constructor(
    place: LogPlace,
    private readonly stream: ChunkStream,
  ) {
    this.#order = new ChunkOrder(place.n);
    this.#iterator = stream[Symbol.asyncIterator]();
    this.#silence = setTimeout(() => { stream.stop(); }, SILENCE_MS);
  }

  /** @param place a place in the log that every chunk which will be asked for is at or behind */
  static async open(live: LiveTerminal, sessionId: string, place: LogPlace): Promise<GapReader> {
    return new GapReader(place, await live.read(sessionId, place.seq, READ_AHEAD_CHUNKS));
  }

  /**
   * Chunks `from` up to but without `until`, and no more once `maxBytes` are reached. Each call goes on behind the
   * one before. Empty only when the log brings nothing more: then the reader is at its end.
   */
  async read(from: number, until: number, maxBytes: number): Promise<TerminalChunk[]> {
    const found: TerminalChunk[] = [];
    let bytes = 0;
    for (;;) {
      const next = this.#ahead.shift();
      if (next !== undefined) {
        if (next.n < from) continue;
        if (next.n >= until) return found;
        found.push(next);
        bytes += chunkBytes(next);
        if (bytes >= maxBytes || next.n + 1 >= until) return found;
        continue;
      }
      const message = await this.#nextMessage();
      if (message === null) return found;
      this.#ahead = this.#order.accept(message.chunk);
    }
  }

  close(): void {
    clearTimeout(this.#silence);
    this.stream.stop();
  }

  /** `null` at the end. */
  async #nextMessage(): Promise<StreamedChunk | null> {
    this.#silence.refresh();
    const result = await this.#iterator.next();
    return result.done === true ? null : result.value;
  }
}
