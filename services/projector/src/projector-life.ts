import { setTimeout as sleep } from 'node:timers/promises';
import { EventPublisher, messageOf, type Broker } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import { isDamagedFile, RunningProjections, SecondWriterError, type Projection } from '@agents-fleet/projections';
import { archivePathOf } from '@agents-fleet/read-models';
import { ArchivistHost } from './archive/archivist-host.js';
import type { StartRun } from './archive/archivist-run.js';
import type { Retention } from './archive/due.js';
import { prepareArchive } from './archive/prepare-archive.js';
import { projectorPort } from './archive/projector-port.js';
import { seedFromArchive } from './archive/seed-from-archive.js';

export interface ProjectorLifeOptions {
  path: string;
  broker: Broker;
  projections: readonly Projection[];
  version: string;
  logger: Logger;
  onChanged(sessionIds: Iterable<string>): void;
  retention: Retention;
  startRun: StartRun;
}

/** Wait before projections that ended are started again, in milliseconds. */
const RESTART_WAIT_MS = 1_000;

/** Keeps the projections running: begins again, with a rebuild where one is due, when they can't go on. */
export class ProjectorLife {
  readonly #options: ProjectorLifeOptions;
  readonly #stopped = new AbortController();
  #publisher: EventPublisher | null = null;
  #running: RunningProjections | null = null;
  #ended: Promise<void> = Promise.resolve();
  #trouble: string | null = null;
  #archivist: ArchivistHost | null = null;
  #archiving = new AbortController();

  constructor(options: ProjectorLifeOptions) {
    this.#options = options;
  }

  /** Resolves when the projections run. @throws what keeps them from their first start */
  async start(): Promise<void> {
    await this.#begin(false);
    this.#ended = this.#keepRunning();
  }

  /** Why nothing is projected now, `null` when all is well. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get running(): RunningProjections | null {
    return this.#running;
  }

  /** How the archivist fares; `null` while nothing is projected. */
  get archivist(): ArchivistHost['status'] | null {
    return this.#archivist?.status ?? null;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#end();
    await this.#ended;
  }

  async #begin(damaged: boolean): Promise<void> {
    const { path, broker, logger } = this.#options;
    const archivePath = archivePathOf(path);
    const incomplete = await prepareArchive({ path, archivePath, broker, logger });
    this.#publisher = new EventPublisher(broker);
    const running = await RunningProjections.start(
      {
        ...this.#options,
        publisher: this.#publisher,
        seed: (write) => seedFromArchive(archivePath, write),
        onChanged: (sessionIds) => {
          this.#options.onChanged(sessionIds);
          this.#archivist?.changed();
        },
      },
      damaged ? 'the file is damaged' : incomplete,
    );
    this.#running = running;
    this.#trouble = null;
    this.#archiving = new AbortController();
    this.#archivist = new ArchivistHost({
      settings: { path, archivePath, retention: this.#options.retention },
      port: projectorPort(running, broker, this.#options.onChanged, this.#archiving.signal),
      startRun: this.#options.startRun,
      logger,
    });
  }

  async #keepRunning(): Promise<void> {
    let failure = (await this.#running?.finished()) ?? null;
    while (failure !== null && !this.#stopped.signal.aborted) {
      this.#trouble = failure.message;
      this.#options.logger.error({ error: failure.message }, 'projections ended');
      await this.#end();
      // Two writers would take turns in throwing each other out: this one gives way for good.
      if (failure.cause instanceof SecondWriterError) return;
      failure = await this.#beginAgain(isDamagedFile(failure.cause));
    }
  }

  /** Starts again after a pause; resolves with what ended that, `null` when it was stopped. */
  async #beginAgain(damaged: boolean): Promise<Error | null> {
    await sleep(RESTART_WAIT_MS);
    if (this.#stopped.signal.aborted) return null;
    try {
      await this.#begin(damaged);
      // Stopped while it began: nobody else would end this one.
      if (this.#stopped.signal.aborted) await this.#end();
      return (await this.#running?.finished()) ?? null;
    } catch (error) {
      return error instanceof Error ? error : new Error(messageOf(error));
    }
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    this.#archiving.abort();
    await this.#archivist?.stop();
    this.#archivist = null;
    this.#publisher?.close();
    await running?.stop();
  }
}
