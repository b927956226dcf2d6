import { type Logger } from '@agents-fleet/platform';
import { LogIndex, type LogPlace } from './log-index.js';
import { type StoredPosition, type StoredTerminal } from './stored-terminal.js';

/** Where in the log the chunks of one session are, by what was read of it, by its line, and by what the read models say. */
export class LogPlaces {
  readonly #index: LogIndex;
  #highestSeq: number;

  constructor(
    private readonly sessionId: string,
    { lastChunk, streamSeq }: StoredPosition,
    private readonly stored: Pick<StoredTerminal, 'position'>,
    private readonly logger: Logger,
  ) {
    this.#index = new LogIndex(lastChunk + 1, streamSeq + 1);
    this.#highestSeq = streamSeq;
  }

  /** The chunks that are not known yet lie behind this place: the log was read there, or the line says so. */
  areBehind(seq: number): void {
    this.#highestSeq = Math.max(this.#highestSeq, seq);
  }

  /**
   * All chunks before number `next` are known: every chunk to come lies behind every place that was told.
   * @param bytes of output since the call before
   */
  passed(next: number, bytes: number): void {
    this.#index.note(next, this.#highestSeq + 1, bytes);
  }

  /** Goes on at a place that lies further on. */
  skipTo({ lastChunk, streamSeq }: StoredPosition): void {
    this.#index.skipTo(lastChunk + 1, streamSeq + 1);
    this.#highestSeq = streamSeq;
  }

  /** A place that all chunks from number `n` on are at or behind: that of the read models, where they are nearer. */
  async before(n: number): Promise<LogPlace> {
    const known = this.#index.before(n);
    const stored = await this.storedPosition();
    return stored !== null && stored.lastChunk < n && stored.streamSeq >= known.seq ? { n: stored.lastChunk + 1, seq: stored.streamSeq + 1 } : known;
  }

  /** `null` when the read models are away: they only shorten the way. */
  storedPosition(): Promise<StoredPosition | null> {
    return this.stored.position(this.sessionId).catch((error: unknown) => {
      this.logger.debug({ error, sessionId: this.sessionId }, 'the read models do not say how far they are');
      return null;
    });
  }
}
