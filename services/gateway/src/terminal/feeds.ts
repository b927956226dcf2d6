import { type Session } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { type FeedSources, SessionFeed } from './session-feed.js';
import { type TerminalRecord } from './terminal-record.js';
import { WatchedSession } from './watched-session.js';

/** A feed that nobody watches is kept so long: a browser that reloads finds it warm. */
const IDLE_MS = 10_000;

interface Open {
  readonly watched: Promise<WatchedSession>;
  idle: NodeJS.Timeout | null;
}

/** The sessions that somebody watches, each with one feed however many watch it. */
export class Feeds {
  readonly #open = new Map<string, Open>();

  constructor(
    private readonly record: TerminalRecord,
    private readonly sources: Omit<FeedSources, 'stored'>,
    private readonly commands: FleetCommands,
    private readonly logger: Logger,
  ) {}

  get count(): number {
    return this.#open.size;
  }

  /** Give it back with `release` when the viewer has left. */
  get(session: Session): Promise<WatchedSession> {
    const known = this.#open.get(session.id);
    if (known !== undefined) {
      if (known.idle !== null) clearTimeout(known.idle);
      known.idle = null;
      return known.watched;
    }
    const open: Open = { watched: this.#start(session), idle: null };
    this.#open.set(session.id, open);
    // A feed that could not be made must not be handed to the next viewer.
    open.watched.catch(() => this.#open.delete(session.id));
    return open.watched;
  }

  /** A viewer has left: the feed is closed unless another one comes. */
  release({ feed }: WatchedSession): void {
    const open = this.#open.get(feed.sessionId);
    if (open === undefined || feed.viewers > 0 || open.idle !== null) return;
    open.idle = setTimeout(() => {
      open.idle = null;
      if (feed.viewers > 0) return;
      this.#open.delete(feed.sessionId);
      feed.close();
    }, IDLE_MS);
  }

  /** The projector has committed rows: a feed may have been overtaken, or learn that it is at the session's end. */
  async refresh(changed: readonly Session[]): Promise<void> {
    for (const session of changed) {
      const open = this.#open.get(session.id);
      if (open !== undefined) await this.#refreshFeed((await open.watched).feed, session);
    }
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const { idle } of all) if (idle !== null) clearTimeout(idle);
    // A feed that could not be opened has nothing to close, and its viewer has been told.
    for (const opened of await Promise.allSettled(all.map(({ watched }) => watched))) {
      if (opened.status === 'fulfilled') opened.value.feed.close();
    }
  }

  async #start(session: Session): Promise<WatchedSession> {
    const feed = await SessionFeed.open(session, { ...this.sources, stored: this.record }, this.logger);
    // Asked whatever the session's status was: it may have ended while the feed was being opened.
    await this.#markIfComplete(feed);
    if (feed.endedAt === null) feed.follow();
    return new WatchedSession(session, feed, this.commands, this.logger);
  }

  async #refreshFeed(feed: SessionFeed, { status, lastChunk, terminalKept }: Session): Promise<void> {
    if (!terminalKept) {
      feed.markRemoved();
      return;
    }
    if (status === 'ended') await this.#markIfComplete(feed);
    if (feed.endedAt === null) feed.storedUpTo(lastChunk);
  }

  async #markIfComplete(feed: SessionFeed): Promise<void> {
    const end = await this.record.completeAt(feed.sessionId);
    if (end !== null) feed.markEnded(end);
  }
}
