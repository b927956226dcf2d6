import { z } from 'zod';
import { type Session } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { type FleetCommands } from '../fleet/fleet-commands.js';
import { ProblemError } from '../http/problem.js';
import { SizeOwner, type TerminalSize } from './size-owner.js';
import { type SessionFeed } from './session-feed.js';

/** Told when a viewer becomes the owner of the session or ceases to be it. */
export interface Watcher {
  owns(owner: boolean): void;
}

/** A session that somebody watches: its feed, shared by all viewers, and whose size it has. */
export class WatchedSession {
  readonly #size = new SizeOwner<Watcher>();

  constructor(
    readonly session: Pick<Session, 'id' | 'runnerId'>,
    readonly feed: SessionFeed,
    private readonly commands: FleetCommands,
    private readonly logger: Logger,
  ) {}

  join(watcher: Watcher): void {
    this.#size.join(watcher);
    watcher.owns(this.#size.owner === watcher);
  }

  leave(watcher: Watcher): void {
    const before = this.#size.owner;
    this.#apply(this.#size.leave(watcher));
    const owner = this.#size.owner;
    if (owner !== before) owner?.owns(true);
  }

  claim(watcher: Watcher): void {
    const before = this.#size.owner;
    this.#apply(this.#size.claim(watcher));
    if (this.#size.owner === before) return;
    before?.owns(false);
    watcher.owns(true);
  }

  resize(watcher: Watcher, size: TerminalSize): void {
    this.#apply(this.#size.resize(watcher, size));
  }

  #apply(size: TerminalSize | null): void {
    if (size === null) return;
    const command = { sessionId: this.session.id, ...size };
    this.commands.toRunner(this.session.runnerId, 'resize', command, z.unknown()).catch((error: unknown) => {
      // A session that has just ended can't be resized, and a person doesn't care: the picture stays as it is.
      const level = error instanceof ProblemError ? 'debug' : 'error';
      this.logger[level]({ error, sessionId: this.session.id }, 'the terminal was not resized');
    });
  }
}
