import { type Session } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { systemClock } from '@agents-fleet/terminal';
import { LineHearing } from '../line/line-hearing.js';
import { type RunnerLines } from '../line/runner-lines.js';
import { ChunkOrder } from './chunk-order.js';
import { ChunkRing } from './chunk-ring.js';
import { EarlyChunks } from './early-chunks.js';
import { GapReader } from './gap-reader.js';
import { type LiveTerminal } from './live-terminal.js';
import { LogFollower } from './log-follower.js';
import { LogPlaces } from './log-places.js';
import { SilenceWatch } from './silence-watch.js';
import { type StoredPosition, type StoredTerminal } from './stored-terminal.js';
import { TakenAhead } from './taken-ahead.js';
import { chunkBytes, type TerminalChunk } from './terminal-chunk.js';

/** Recent output that is kept for viewers that are a little behind: eight windows. */
const RING_BYTES = 4 * 1024 * 1024;
/** Taken in beyond what the fastest viewer has got: half of the ring, so that this viewer finds its place in it. */
const MAX_AHEAD_BYTES = RING_BYTES / 2;
/** Chunks from the line that wait for the log to bring earlier ones, at most: 2 MiB, as none is larger than 64 KiB. */
const MAX_WAITING_CHUNKS = 32;
/** Read at once from the read models by a feed that they have overtaken. */
const HEAL_BYTES = 1024 * 1024;

/** The session that a feed is of. */
export type WatchedTerminal = Pick<Session, 'id' | 'runnerId'>;

/** Told whenever there may be more to send. Must not throw. */
export type Wake = () => void;

/** Where a feed has its chunks from. */
export interface FeedSources {
  readonly stored: StoredTerminal;
  readonly live: LiveTerminal;
  readonly lines: Pick<RunnerLines, 'hear'>;
}

/**
 * The live terminal of one session, shared by all who watch it.
 *
 * Chunks come from the log by one ordered consumer, started behind what the read models already hold, until a line to the
 * terminal itself has the next one: then the log rests, until something is missing (decision 5). Without a line small chunks are
 * heard before they are stored (decision 4). Where the read models overtake it (our connection to the broker was lost,
 * theirs wasn't), it takes theirs. All pass one `ChunkOrder`, so a viewer sees every number once and in order.
 *
 * It reads no faster than its fastest viewer: what nobody can take yet waits in the log, not here.
 */
export class SessionFeed {
  readonly #wakes = new Set<Wake>();
  readonly #closing = new AbortController();
  readonly #order: ChunkOrder<TerminalChunk>;
  readonly #ring: ChunkRing;
  readonly #places: LogPlaces;
  readonly #early: EarlyChunks;
  readonly #line: LineHearing;
  readonly #log: LogFollower;
  #isFollowed = false;
  #endedAt: number | null = null;
  #removed = false;
  /** Who is further behind than its limit reads on from the record: half of the ring is enough for viewers that are stopped. */
  readonly #ahead = new TakenAhead(MAX_AHEAD_BYTES, systemClock, () => { this.#ring.keep(MAX_AHEAD_BYTES); });
  /** Whether the log's consumer is silent while the read models go on. */
  readonly #silence: SilenceWatch;
  /** Up to where the read models have the record, as far as it was told. */
  #storedUpTo: number;

  private constructor(
    private readonly session: WatchedTerminal,
    position: StoredPosition,
    private readonly sources: FeedSources,
    private readonly logger: Logger,
  ) {
    const { live, lines } = sources;
    const { sessionId } = this;
    this.#order = new ChunkOrder(position.lastChunk + 1);
    this.#ring = new ChunkRing(RING_BYTES, position.lastChunk + 1);
    this.#places = new LogPlaces(sessionId, position, sources.stored, logger);
    this.#early = new EarlyChunks((listener) => live.hear(sessionId, listener), systemClock, (chunk) => { this.#takeEarly(chunk); });
    this.#line = new LineHearing((ears) => lines.hear(session.runnerId, sessionId, ears), systemClock, {
      opened: () => { this.#early.close(); },
      chunk: (chunk) => { this.#takeFromLine(chunk); },
      // One that is told ahead of a gap says nothing about what is missing.
      place: (n, seq) => { if (n <= this.#order.next) this.#places.areBehind(seq); },
      silent: () => { this.#log.follow(); },
      lost: () => { this.#early.open(); },
    });
    this.#log = new LogFollower(sessionId, live, {
      from: () => this.#placeInLog(),
      // A viewer that was reading older chunks when the broker went can read on.
      opened: () => { this.#wakeAll(); },
      take: ({ seq, chunk }) => {
        this.#silence.heard();
        this.#places.areBehind(seq);
        this.#take(chunk);
      },
      room: () => (this.#ahead.isTooFar ? this.#untilWanted() : null),
    }, logger);
    this.#silence = new SilenceWatch(systemClock, () => this.#isOvertaken, () => this.#takeStored());
    this.#storedUpTo = position.lastChunk;
  }

  static async open(session: WatchedTerminal, sources: FeedSources, logger: Logger): Promise<SessionFeed> {
    return new SessionFeed(session, await sources.stored.position(session.id), sources, logger);
  }

  get sessionId(): string {
    return this.session.id;
  }

  /** Begins to follow the session. One whose record is complete needs no following. */
  follow(): void {
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    this.#log.start();
    this.#early.open();
    this.#line.open();
  }

  /** Number of the newest chunk that is known without a hole before it. */
  get lastChunk(): number {
    return Math.max(this.#order.next - 1, this.#endedAt ?? 0);
  }

  /** Number of the session's very last chunk, once it is over and its record is complete; `null` before. */
  get endedAt(): number | null {
    return this.#endedAt;
  }

  /** Whether the read models are further than this: as when it waits for its viewers. */
  get isBehindRecord(): boolean {
    return this.#storedUpTo > this.lastChunk;
  }

  /** Whether the record is not kept any more. */
  get removed(): boolean {
    return this.#removed;
  }

  get viewers(): number {
    return this.#wakes.size;
  }

  /** Calls `wake` whenever there may be more. Returns the way out. */
  join(wake: Wake): () => void {
    this.#wakes.add(wake);
    return () => this.#wakes.delete(wake);
  }

  /** A viewer has got all there is. */
  wantMore(): void {
    this.#ahead.wanted();
  }

  /**
   * A viewer has skipped to where only the read models are: nobody needs what lies before, so the log is followed from
   * there. Happens when all viewers were stopped for a while, because then the feed is, too.
   */
  skipTo(position: StoredPosition): void {
    const { lastChunk } = position;
    if (lastChunk <= this.lastChunk || this.#closing.signal.aborted) return;
    this.#ring.restart(lastChunk + 1);
    this.#places.skipTo(position);
    this.#storedUpTo = Math.max(this.#storedUpTo, lastChunk);
    const ready = this.#order.skipTo(lastChunk + 1);
    this.#log.restart();
    this.#ahead.wanted();
    this.#pass(ready);
    this.#wakeAll();
  }

  /** The record is complete and ends with chunk `lastChunk`. */
  markEnded(lastChunk: number): void {
    if (this.#endedAt !== null) return;
    this.#endedAt = lastChunk;
    this.close();
    this.#wakeAll();
  }

  /** The record is not kept any more: what a viewer hasn't got of it can't be had. */
  markRemoved(): void {
    this.#removed = true;
    this.close();
    this.#wakeAll();
  }

  /** Recent chunks from number `from` on, without waiting; none when they are older than the ring or still to come. */
  recent(from: number, maxBytes: number): TerminalChunk[] {
    return this.#ring.slice(from, maxBytes);
  }

  /** Older chunks that the read models have; none when a slow projector hasn't brought them yet. */
  older(from: number, maxBytes: number): Promise<TerminalChunk[]> {
    return this.sources.stored.chunks(this.sessionId, from, maxBytes);
  }

  /** Number of the oldest chunk that `recent` has. */
  get firstRecent(): number {
    return this.#ring.first;
  }

  /** Reads the log again from chunk `from` on, for one viewer, who closes it. */
  async readAgain(from: number): Promise<GapReader> {
    return GapReader.open(this.sources.live, this.sessionId, await this.#places.before(from));
  }

  /**
   * The read models have the record up to chunk `lastChunk`. What the log's consumer doesn't bring of it, as after a
   * lost connection, is taken from them.
   */
  storedUpTo(lastChunk: number): void {
    this.#storedUpTo = lastChunk;
    // Older chunks that a viewer waited for may be there now.
    this.#wakeAll();
    this.#silence.look();
  }

  /** Follows the log no longer. What is known can still be read. */
  close(): void {
    this.#closing.abort();
    this.#early.close();
    this.#line.close();
    this.#silence.stop();
    this.#log.close();
    this.#ahead.close();
  }

  /** Whether the read models are ahead of one that should not be behind: who waits for its viewers is behind on purpose. */
  get #isOvertaken(): boolean {
    return this.#order.next <= this.#storedUpTo && !this.#ahead.isWaiting && !this.#closing.signal.aborted;
  }

  /** Takes over what the read models have and the log's consumer hasn't brought. */
  async #takeStored(): Promise<void> {
    try {
      while (this.#isOvertaken && !this.#ahead.isTooFar) {
        const chunks = await this.sources.stored.chunks(this.sessionId, this.#order.next, HEAL_BYTES);
        // A rebuild has put younger read models there in between: the next change tells when they have caught up.
        if (chunks.length === 0) this.#storedUpTo = this.#order.next - 1;
        for (const chunk of chunks) this.#take(chunk);
      }
    } catch (error) {
      // Tried again with the next change.
      this.#storedUpTo = this.#order.next - 1;
      this.logger.warn({ error, sessionId: this.sessionId }, 'a live terminal could not be compared with its record');
    }
  }

  async #untilWanted(): Promise<void> {
    await this.#ahead.untilWanted();
    this.#line.listen();
  }

  /** Where the log has to be read from for what is not known yet. Takes what the read models have of it first. */
  async #placeInLog(): Promise<number> {
    this.#storedUpTo = Math.max(this.#storedUpTo, (await this.#places.storedPosition())?.lastChunk ?? 0);
    await this.#takeStored();
    return (await this.#places.before(this.#order.next)).seq;
  }

  /** The line has the next chunk, or shows that some are missing: then the log brings them, and these wait for that. */
  #takeFromLine(chunk: TerminalChunk): void {
    if (this.#ahead.isWaiting) return;
    if (chunk.n > this.#order.next && this.#order.waiting >= MAX_WAITING_CHUNKS) {
      this.#line.restForAWhile();
      return;
    }
    this.#silence.heard();
    this.#take(chunk);
    if (this.#ahead.isTooFar) this.#line.rest();
    else if (this.#order.hasGap) this.#log.follow();
    else this.#log.rest();
  }

  /** Only what is due: all the rest comes by the log, which says where it is there. */
  #takeEarly(chunk: TerminalChunk): void {
    if (chunk.n === this.#order.next && !this.#ahead.isWaiting) this.#take(chunk);
  }

  #take(chunk: TerminalChunk): void {
    const ready = this.#order.accept(chunk);
    if (ready.length === 0) return;
    this.#pass(ready);
    this.#wakeAll();
  }

  /** Chunks that follow what is known. */
  #pass(ready: readonly TerminalChunk[]): void {
    let bytes = 0;
    for (const next of ready) {
      this.#ring.push(next);
      bytes += chunkBytes(next);
    }
    this.#ahead.take(bytes);
    if (!this.#order.hasGap) this.#places.passed(this.#order.next, bytes);
  }

  #wakeAll(): void {
    for (const wake of this.#wakes) wake();
  }
}
