import { setTimeout as sleep } from 'node:timers/promises';
import { STREAMS, subjects, type FleetEvent } from '@agents-fleet/contracts';
import { consumeEvents, parseEvent, readSubject, type Broker, type Consumption, type EventPublisher } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import { capturedEvent, type CapturePhase } from './captured-event.js';
import { readRepositoryHead, type RepositoryHead } from './repository-head.js';

/** Name of the durable consumer, and of the dead letters' subject. */
export const GIT_SNAPSHOT_DURABLE = 'git-snapshot';

/** A capture takes a millisecond; a hung network drive must not hold up those of other sessions. */
const READ_DEADLINE_MS = 5_000;

export interface GitSnapshotOptions {
  roots: readonly string[];
  captureOnEnd: boolean;
}

/** Captures the state of a session's repository when it starts and when it ends. */
export class GitSnapshot {
  readonly #broker: Broker;
  readonly #publisher: EventPublisher;
  readonly #options: GitSnapshotOptions;
  readonly #logger: Logger;
  readonly #consumption: Consumption;
  #captured = 0;

  constructor(broker: Broker, publisher: EventPublisher, options: GitSnapshotOptions, logger: Logger) {
    this.#broker = broker;
    this.#publisher = publisher;
    this.#options = options;
    this.#logger = logger;
    this.#consumption = consumeEvents(broker, {
      subject: subjects.allEventsOf('lifecycle'),
      durable: GIT_SNAPSHOT_DURABLE,
      publisher,
      handle: (event) => this.#handle(event),
    });
  }

  /** Captures published since the start. */
  get captured(): number {
    return this.#captured;
  }

  /** Lifecycle events that wait. */
  get pending(): number {
    return this.#consumption.pending;
  }

  stop(): Promise<void> {
    return this.#consumption.stop();
  }

  async #handle(event: FleetEvent): Promise<void> {
    if (event.type === 'session.started') await this.#capture(event, 'start', event.data.repoPath);
    if (event.type === 'session.ended' && this.#options.captureOnEnd) {
      const repoPath = await this.#repoPathOf(event);
      if (repoPath === null) this.#logger.error({ sessionId: event.sessionId }, 'the log has no start of this session; nothing to capture');
      else await this.#capture(event, 'end', repoPath);
    }
  }

  async #capture(cause: FleetEvent, phase: CapturePhase, repoPath: string): Promise<void> {
    const head = await Promise.race([readRepositoryHead(repoPath, this.#options.roots), tooLate(repoPath)]);
    await this.#publisher.publish(capturedEvent(cause, phase, head, new Date().toISOString()));
    this.#captured += 1;
  }

  /** Looked up in the log: so a restart between a session's start and its end changes nothing. */
  async #repoPathOf(ended: FleetEvent): Promise<string | null> {
    const subject = subjects.event(ended.sessionId, 'lifecycle');
    const reader = await readSubject(this.#broker, { stream: STREAMS.log, subject, fromSeq: 1 });
    try {
      for await (const message of reader) {
        const event = parseEvent(message.data);
        if ('type' in event && event.type === 'session.started') return event.data.repoPath;
        // The end is in the log, so this is the last message that is worth waiting for.
        if ('id' in event && event.id === ended.id) return null;
      }
      return null;
    } finally {
      reader.stop();
    }
  }
}

async function tooLate(repoPath: string): Promise<RepositoryHead> {
  // Not referenced: it must not keep a process alive that is otherwise done.
  await sleep(READ_DEADLINE_MS, undefined, { ref: false });
  return { state: 'unreadable', head: null, branch: null, detail: `${repoPath} could not be read within ${READ_DEADLINE_MS / 1000} s` };
}
