import { type ServerMessage } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { messagesOf, screenMessage, snapshotMessage } from './frames.js';
import { type GapReader } from './gap-reader.js';
import { NOT_KEPT } from './kept-terminal.js';
import { SendWindow, WINDOW_BYTES } from './send-window.js';
import { type SessionFeed } from './session-feed.js';
import { type Skip, type SkipAhead } from './skip-ahead.js';
import { chunkBytes, type TerminalChunk } from './terminal-chunk.js';

/** Handed over at once, at most: keeps one viewer's turn short. */
const BATCH_BYTES = 256 * 1024;

/**
 * What a viewer may have on the way when it is sent a state. A state may be larger than a window, and both are held for
 * a viewer that stops in this moment.
 */
const MOST_ON_THE_WAY_BYTES = WINDOW_BYTES / 4;

/** What a viewer needs of its socket. */
export interface ViewerSocket {
  /** Whether too much waits in this process for the socket to take: nothing more is sent until it has drained. */
  readonly congested: boolean;
  sendBytes(message: Buffer): void;
  sendMessage(message: ServerMessage): void;
}

/**
 * One terminal on one socket. It has its own place in the session and its own window, so a viewer that is slow or
 * stopped falls behind alone; when it goes on, it reads on from its place.
 */
export class Viewer {
  readonly #window = new SendWindow();
  readonly #leave: () => void;
  readonly #catchUpTo: number;
  #sent: number;
  #reading = false;
  #caughtUp = false;
  #ended = false;
  #closed = false;
  #gap: GapReader | null = null;
  /** There is a state to skip to, once little enough is on the way. */
  #holding = false;

  /**
   * @param after number of the last chunk that the browser has painted
   * @param skips finds states to go on from; `null` for a viewer that is to see every chunk
   */
  constructor(
    readonly channel: number,
    after: number,
    private readonly feed: SessionFeed,
    private readonly socket: ViewerSocket,
    private readonly logger: Logger,
    private readonly skips: SkipAhead | null,
  ) {
    this.#sent = after;
    this.#catchUpTo = feed.lastChunk;
    this.#leave = feed.join(() => { this.pump(); });
  }

  get sessionId(): string {
    return this.feed.sessionId;
  }

  /** The browser has painted everything up to and including chunk `n`. */
  acknowledge(n: number): void {
    this.#window.acknowledge(n);
    this.pump();
  }

  /** Sends what there is, as far as the window and the socket take it. */
  pump(): void {
    while (!this.#closed && !this.#reading && this.#window.room > 0 && !this.socket.congested) {
      if (this.#mightSkip) {
        if (!this.#holding || this.#canSkip) void this.#look();
        break;
      }
      const chunks = this.feed.recent(this.#sent + 1, Math.min(this.#window.room, BATCH_BYTES));
      if (chunks.length > 0) {
        this.#closeGap();
        this.#send(chunks);
        continue;
      }
      if (this.feed.lastChunk > this.#sent) void this.#readOlder();
      else this.feed.wantMore();
      break;
    }
    this.#tellPosition();
  }

  close(): void {
    this.#closed = true;
    if (!this.#reading) this.#closeGap();
    this.#leave();
  }

  /** Whether a state may be further on than the chunks that come next. */
  get #mightSkip(): boolean {
    if (this.skips === null) return false;
    if (this.#holding || this.skips.atStart) return true;
    return this.skips.isDue && (this.#sent + 1 < this.feed.firstRecent || this.feed.isBehindRecord);
  }

  get #canSkip(): boolean {
    return this.#window.onTheWay <= MOST_ON_THE_WAY_BYTES;
  }

  /** Looks whether there is a state to go on from, and does so when there is. */
  async #look(): Promise<void> {
    this.#reading = true;
    const skip = (await this.skips?.look(this.#sent)) ?? null;
    this.#reading = false;
    if (this.#closed) {
      this.#closeGap();
      return;
    }
    this.#holding = skip !== null && !this.#canSkip;
    if (skip !== null && !this.#holding) this.#skip(skip);
    this.pump();
  }

  #skip({ kept, position, screen }: Skip): void {
    this.#closeGap();
    if (screen !== null) this.socket.sendBytes(screenMessage(this.channel, kept, screen));
    this.socket.sendBytes(snapshotMessage(this.channel, kept));
    this.#window.sent(kept.chunk, kept.state.bytes.length);
    this.#sent = kept.chunk;
    // The feed waits for its viewers: when all of them were stopped it is behind the state, and needn't be.
    if (kept.chunk > this.feed.lastChunk) this.feed.skipTo(position);
  }

  #send(chunks: readonly TerminalChunk[]): void {
    for (const message of messagesOf(this.channel, chunks)) this.socket.sendBytes(message);
    for (const chunk of chunks) {
      const bytes = chunkBytes(chunk);
      this.#window.sent(chunk.n, bytes);
      this.skips?.sent(bytes);
      this.#sent = chunk.n;
    }
  }

  async #readOlder(): Promise<void> {
    this.#reading = true;
    try {
      const chunks = await this.#older(this.#sent + 1, Math.min(this.#window.room, BATCH_BYTES));
      this.#reading = false;
      if (this.#closed) this.#closeGap();
      if (this.#closed || chunks.length === 0) return;
      this.#send(chunks);
      this.pump();
    } catch (error) {
      this.#reading = false;
      this.#closeGap();
      this.logger.warn({ error, sessionId: this.sessionId }, 'older terminal output could not be read');
      this.socket.sendMessage({ type: 'error', channel: this.channel, message: 'The record can’t be read right now.' });
    }
  }

  /** From the read models; from the log where they end before the feed's recent chunks begin. */
  async #older(from: number, maxBytes: number): Promise<TerminalChunk[]> {
    const stored = this.#gap === null ? await this.feed.older(from, maxBytes) : [];
    const until = this.feed.firstRecent;
    if (stored.length > 0 || from >= until) {
      this.#closeGap();
      return stored;
    }
    const reader = this.#gap;
    this.#gap = reader ?? (await this.feed.readAgain(from));
    const chunks = await this.#gap.read(from, until, maxBytes);
    if (chunks.length > 0) return chunks;
    this.#closeGap();
    // One that was kept may have ended while this viewer was stopped; a new one that brings nothing has nothing.
    return reader === null ? [] : this.#older(from, maxBytes);
  }

  #closeGap(): void {
    this.#gap?.close();
    this.#gap = null;
  }

  #tellPosition(): void {
    if (this.#closed) return;
    if (!this.#caughtUp && this.#sent >= this.#catchUpTo) {
      this.#caughtUp = true;
      this.socket.sendMessage({ type: 'caught_up', channel: this.channel, chunk: this.#sent });
    }
    const end = this.feed.endedAt;
    if (!this.#ended && end !== null && this.#sent >= end) {
      this.#ended = true;
      this.socket.sendMessage({ type: 'ended', channel: this.channel, lastChunk: end });
    }
    if (this.feed.removed && this.#sent < this.feed.lastChunk) {
      this.socket.sendMessage({ type: 'error', channel: this.channel, message: NOT_KEPT });
      this.close();
    }
  }
}
