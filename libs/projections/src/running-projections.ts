import { setTimeout as sleep } from 'node:timers/promises';
import {
  consume,
  lastSequence,
  messageOf,
  StopConsumingError,
  streamState,
  type Broker,
  type BrokerLogger,
  type Consumption,
  type EventPublisher,
  type ReceivedMessage,
} from '@agents-fleet/event-log';
import type { ReadModelWriter } from '@agents-fleet/read-models';
import { consumerOf, DeadLetterPost } from './dead-letter-post.js';
import { FloodBrake } from './flood-brake.js';
import { readLogIdentity, whyStale } from './log-identity.js';
import { openRunners } from './open-runners.js';
import type { Projection } from './projection.js';
import { ProjectionDatabase } from './projection-database.js';
import type { Committed, ProjectionRunner } from './projection-runner.js';
import { rebuild } from './rebuild.js';
import { isDamagedFile } from './sqlite-errors.js';
import { whyRebuild } from './why-rebuild.js';
import { SecondWriterError } from './writer-lock.js';

export interface ProjectionsOptions {
  /** The SQLite file. The caller holds its writer lock. */
  path: string;
  broker: Broker;
  /** Takes dead letters to `FLEET_DEAD`. */
  publisher: EventPublisher;
  projections: readonly Projection[];
  /** Version of the code that makes the rows: rows of another version are rebuilt. */
  version: string;
  logger: BrokerLogger;
  /**
   * Writes into a new database what its rows begin with, before the log is applied: what the log no longer holds. Has to
   * be the same however often it is called.
   */
  seed(write: ReadModelWriter): Promise<void>;
  /** Called after each commit. */
  onChanged(sessionIds: Iterable<string>): void;
}

/** How one projection fares. */
export interface ProjectionHealth {
  name: string;
  position: number;
  /** Messages that wait. */
  pending: number;
}

/** Projections at work on one database, from the log as it is. */
export class RunningProjections {
  readonly #options: ProjectionsOptions;
  readonly #database: ProjectionDatabase;
  readonly #deadLetters: DeadLetterPost;
  #running: { runner: ProjectionRunner; consumption: Consumption }[] = [];
  #buried = 0;

  private constructor(options: ProjectionsOptions, database: ProjectionDatabase) {
    this.#options = options;
    this.#database = database;
    const streams = new Map(options.projections.map(({ name, stream }) => [name, stream]));
    this.#deadLetters = new DeadLetterPost(database, options.publisher, streams, (error) => {
      options.logger.warn({ error: messageOf(error) }, 'dead letters stay here until the next start');
    });
  }

  /**
   * Starts them; rebuilds the database before that when its rows are not of this log or this code.
   * @param whyAnew why the database has to be rebuilt in any case, if so
   */
  static async start(options: ProjectionsOptions, whyAnew: string | null): Promise<RunningProjections> {
    const { path, broker, projections, version, logger, seed } = options;
    const identity = await readLogIdentity(broker, projections);
    const why = whyAnew ?? await whyRebuild(path, projections, identity, version);
    if (why !== null) {
      logger.warn({ why }, 'rebuilding the read models from the log');
      await rebuild(path, broker, projections, identity, version, seed);
      logger.info({}, 'the read models are rebuilt');
    }
    const database = await ProjectionDatabase.open(path);
    const running = new RunningProjections(options, database);
    const runners = await openRunners(database, projections, identity, version, seed, (committed) => running.#committed(committed));
    running.#running = runners.map((runner) => ({ runner, consumption: running.#consume(runner) }));
    running.#deadLetters.send();
    return running;
  }

  /** Resolves when one of them can't go on, with the reason, or with `null` when all were stopped. */
  async finished(): Promise<Error | null> {
    return Promise.race(this.#running.map(({ consumption }) => consumption.finished));
  }

  health(): ProjectionHealth[] {
    return this.#running.map(({ runner, consumption }) => ({
      name: runner.projection.name,
      position: runner.position,
      pending: consumption.pending,
    }));
  }

  /** A transaction of its own, in turn with those of the projections. All of `work` or none of it. */
  write<Result>(work: (write: ReadModelWriter) => Promise<Result>): Promise<Result> {
    return this.#database.transaction(({ write }) => work(write));
  }

  /** Gives free space of the database back to the file system, a little. @returns whether there is more */
  reclaim(pages: number): Promise<boolean> {
    return this.#database.reclaim(pages);
  }

  /** Messages that became dead letters since the start. */
  get buried(): number {
    return this.#buried;
  }

  /** Finishes the batches in hand and closes the file. Close the publisher before, or this waits for its broker. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.map(({ consumption }) => consumption.stop()));
    await this.#deadLetters.idle();
    await this.#database.close();
  }

  #consume(runner: ProjectionRunner): Consumption {
    const { name, stream, subject, maxMessages, maxBytes, gatherMs } = runner.projection;
    return consume(this.#options.broker, {
      stream,
      subject,
      durable: consumerOf(name),
      maxMessages,
      maxBytes,
      gatherMs,
      position: () => this.#positionInThisLog(runner),
      handle: handlerOf(runner, this.#options.broker),
    });
  }

  /** Somebody may have replaced the stream while the connection was away. */
  async #positionInThisLog(runner: ProjectionRunner): Promise<number> {
    const now = await streamState(this.#options.broker, runner.projection.stream);
    const why = whyStale(runner.checkpoint, now, this.#options.version);
    if (why !== null) throw new StopConsumingError(why);
    return runner.position;
  }

  #committed({ sessionIds, deadLetters }: Committed): void {
    this.#options.onChanged(sessionIds);
    if (deadLetters === 0) return;
    this.#buried += deadLetters;
    this.#deadLetters.send();
  }
}

/** Batches of fewer messages than this come one after the other: no flood, and not worth a question. */
const LARGE_BATCH = 16;

/** Applies batches, and rests between them where that is due. */
function handlerOf(runner: ProjectionRunner, broker: Broker): (messages: ReceivedMessage[]) => Promise<void> {
  const { stream, yieldsToFloods } = runner.projection;
  const brake = yieldsToFloods ? new FloodBrake() : null;
  return async (messages) => {
    const beganAt = performance.now();
    await runner.handle(messages).catch(stopIfHopeless);
    const last = messages.at(-1);
    if (brake === null || last === undefined || messages.length < LARGE_BATCH) return;
    const workedMs = performance.now() - beganAt;
    // What the last message said was behind it is as old as that, and not what is on its way already.
    const newest = await lastSequence(broker, stream).catch(() => last.seq); // A broker that is away floods nobody.
    const rest = brake.restMs({ waiting: newest - last.seq, ageMs: Date.now() - last.storedAt.getTime(), workedMs });
    if (rest > 0) await sleep(rest);
  };
}

/** Passes on what a retry may cure; ends the consumption for the rest. */
function stopIfHopeless(error: unknown): never {
  if (error instanceof SecondWriterError || isDamagedFile(error)) {
    throw new StopConsumingError(messageOf(error), { cause: error });
  }
  throw error;
}
