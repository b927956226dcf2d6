import { type Session } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { type Feeds } from '../terminal/feeds.js';
import { SkipAhead } from '../terminal/skip-ahead.js';
import { type StoredStates } from '../terminal/stored-terminal.js';
import { Viewer } from '../terminal/viewer.js';
import { type WatchedSession, type Watcher } from '../terminal/watched-session.js';
import { type InputLane } from './input-lane.js';
import { type Outbox } from './outbox.js';

export interface ChannelParts {
  readonly feeds: Feeds;
  readonly states: StoredStates;
  readonly input: InputLane;
  readonly logger: Logger;
}

/** How a terminal asked to be attached. */
export interface ChannelWish {
  /** Number of the last chunk that it has painted. */
  readonly after: number;
  /** It need not be sent every chunk, where a state gets it to the same screen sooner. */
  readonly skips: boolean;
  /** Where it begins with a state, it may be shown the screen of that before. */
  readonly screenFirst: boolean;
  /** It only looks: it owns nothing and types nothing. */
  readonly spectator: boolean;
}

/** One terminal on one socket: what it shows, what is typed into it, and whether it owns the size. */
export class Channel implements Watcher {
  readonly viewer: Viewer;

  /** Says `attached`, then begins to send from chunk `wish.after + 1` on, or from a state behind it. */
  constructor(
    private readonly number: number,
    private readonly session: Session,
    private readonly wish: ChannelWish,
    private readonly watched: WatchedSession,
    private readonly outbox: Outbox,
    private readonly parts: ChannelParts,
  ) {
    outbox.sendMessage({
      type: 'attached',
      channel: number,
      sessionId: session.id,
      after: wish.after,
      lastChunk: watched.feed.lastChunk,
      cols: session.cols,
      rows: session.rows,
      live: watched.feed.endedAt === null,
    });
    const skipAhead = wish.skips ? new SkipAhead(session.id, wish.after, parts.states, parts.logger, wish.screenFirst) : null;
    this.viewer = new Viewer(number, wish.after, watched.feed, outbox, parts.logger, skipAhead);
    if (wish.spectator) this.owns(false);
    else watched.join(this);
    this.viewer.pump();
  }

  owns(owner: boolean): void {
    this.outbox.sendMessage({ type: 'owner', channel: this.number, owner });
  }

  type(bytes: Uint8Array): void {
    if (this.wish.spectator) {
      this.outbox.sendMessage({ type: 'input_refused', channel: this.number, message: 'This terminal only looks.' });
      return;
    }
    this.parts.input.type(this.session.runnerId, this.session.id, bytes, (message) => {
      this.outbox.sendMessage({ type: 'input_refused', channel: this.number, message });
    });
  }

  resize(cols: number, rows: number): void {
    if (!this.wish.spectator) this.watched.resize(this, { cols, rows });
  }

  claim(): void {
    if (!this.wish.spectator) this.watched.claim(this);
  }

  close(): void {
    this.viewer.close();
    if (!this.wish.spectator) this.watched.leave(this);
    this.parts.feeds.release(this.watched);
  }
}
