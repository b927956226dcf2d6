import { subjects, type FleetEvent, type SnapshotPhase } from '@agents-fleet/contracts';
import { consumeEvents, type Broker, type Consumption, type EventPublisher } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import { ulid } from 'ulid';
import { readSessionFacts, type SessionFacts } from './session-facts.js';
import { requestOf, type CaptureRequest } from './snapshots/capture-request.js';
import type { PendingCaptures } from './snapshots/pending-captures.js';
import type { SnapshotFiles } from './snapshots/snapshot-files.js';
import { SnapshotQueue } from './snapshots/snapshot-queue.js';
import type { SnapshotRecord } from './snapshots/snapshot-record.js';
import type { SnapshotTaker } from './snapshots/snapshot-taker.js';

/** Name of the durable consumer, and of the dead letters' subject. */
export const GIT_SNAPSHOT_DURABLE = 'git-snapshot';

export interface GitSnapshotParts {
  broker: Broker;
  publisher: EventPublisher;
  taker: SnapshotTaker;
  files: SnapshotFiles;
  pending: PendingCaptures;
  captureOnEnd: boolean;
  logger: Logger;
}

/** Takes the snapshots of a session's repository: when it starts, when it ends, and when somebody asks. */
export class GitSnapshot {
  readonly #parts: GitSnapshotParts;
  readonly #queue = new SnapshotQueue();
  readonly #consumption: Consumption;
  #captured = 0;

  private constructor(parts: GitSnapshotParts) {
    this.#parts = parts;
    this.#consumption = consumeEvents(parts.broker, {
      subject: subjects.allEventsOf('lifecycle'),
      durable: GIT_SNAPSHOT_DURABLE,
      publisher: parts.publisher,
      handle: (event) => this.#handle(event),
    });
  }

  /** Begins with what an earlier life has left to do. */
  static async start(parts: GitSnapshotParts): Promise<GitSnapshot> {
    const left = await parts.pending.all();
    const snapshot = new GitSnapshot(parts);
    for (const request of left) snapshot.#enqueue(request);
    return snapshot;
  }

  /** Captures published since the start. */
  get captured(): number {
    return this.#captured;
  }

  /** Lifecycle events and sessions that wait. */
  get pending(): number {
    return this.#consumption.pending + this.#queue.waiting;
  }

  /** What is being taken is given up and taken after the next start. */
  async stop(): Promise<void> {
    this.#parts.taker.stop();
    await this.#consumption.stop();
    await this.#queue.idle();
  }

  /** Session of a snapshot that a person asks for; `null` when nobody has heard of it. */
  async factsOf(sessionId: string): Promise<SessionFacts | null> {
    const start = await this.#parts.files.read(sessionId, 'start');
    if (start !== null) return { repoPath: start.repoPath, runnerId: start.event.runnerId };
    return readSessionFacts(this.#parts.broker, sessionId);
  }

  /** Takes a snapshot now. Resolves when its event is stored. */
  async capture(sessionId: string, facts: SessionFacts, phase: SnapshotPhase, correlationId: string): Promise<SnapshotRecord> {
    const causedAt = new Date().toISOString();
    const request = { sessionId, ...facts, snapshotId: ulid(), phase, causedAt, heldUntil: null, correlationId, causationId: null };
    return this.#queue.run(request, () => this.#take(request));
  }

  async #handle(event: FleetEvent): Promise<void> {
    if (event.type === 'session.started') await this.#accept(requestOf(event, 'start', event.data.repoPath));
    if (event.type === 'session.ended' && this.#parts.captureOnEnd) {
      const facts = await this.factsOf(event.sessionId);
      if (facts === null) this.#parts.logger.error({ sessionId: event.sessionId }, 'the log has no start of this session; nothing to capture');
      else await this.#accept(requestOf(event, 'end', facts.repoPath));
    }
  }

  /** Once it is on the disk the event is done with: others do not wait for a long snapshot. */
  async #accept(request: CaptureRequest): Promise<void> {
    await this.#parts.pending.add(request);
    this.#enqueue(request);
  }

  #enqueue(request: CaptureRequest): void {
    const done = this.#queue.run(request, async () => {
      await this.#take(request);
      await this.#parts.pending.remove(request);
    });
    done.catch((error: unknown) => {
      const { sessionId, phase } = request;
      this.#parts.logger.warn({ sessionId, phase, error: String(error) }, 'a snapshot was given up and is taken after the next start');
    });
  }

  async #take(request: CaptureRequest): Promise<SnapshotRecord> {
    const record = await this.#parts.taker.take(request);
    await this.#parts.publisher.publish(record.event);
    this.#captured += 1;
    return record;
  }
}
