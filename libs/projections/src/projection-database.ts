import { CheckpointEntity, DeadLetterEntity, openWriter, ReadModelWriter, type CheckpointRow, type DeadLetterRow } from '@agents-fleet/read-models';
import type Database from 'better-sqlite3';
import type { DataSource, EntityManager } from 'typeorm';
import { Fifo } from './fifo.js';
import type { PoisonMessage } from './projection.js';
import { SecondWriterError } from './writer-lock.js';

/** One transaction on the read models. */
export interface ProjectionTransaction {
  readonly write: ReadModelWriter;
  /** Moves the checkpoint on. @throws SecondWriterError when it is not where we left it */
  advance(from: CheckpointRow, to: number): Promise<void>;
  bury(projection: string, poison: readonly PoisonMessage[]): Promise<void>;
}

/**
 * The one owner of every write. TypeORM has one query runner for better-sqlite3, so transactions that overlap would
 * end up inside each other (typeorm #8668): here they queue.
 */
export class ProjectionDatabase {
  readonly #source: DataSource;
  readonly #fifo = new Fifo();

  private constructor(source: DataSource) {
    this.#source = source;
  }

  static async open(path: string): Promise<ProjectionDatabase> {
    return new ProjectionDatabase(await openWriter(path));
  }

  /** All of `work` or none of it, after everything that came before. */
  transaction<Result>(work: (transaction: ProjectionTransaction) => Promise<Result>): Promise<Result> {
    return this.#fifo.run(() =>
      this.#source.transaction((manager) =>
        work({
          write: new ReadModelWriter(manager),
          advance: (from, to) => advance(manager, from, to),
          bury: (projection, poison) => bury(manager, projection, poison),
        }),
      ),
    );
  }

  /** Whether no projection has begun here. */
  isNew(): Promise<boolean> {
    return this.#fifo.run(async () => (await this.#source.getRepository(CheckpointEntity).count()) === 0);
  }

  /**
   * Gives up to `pages` free pages back to the file system.
   * @returns whether there are more
   */
  reclaim(pages: number): Promise<boolean> {
    return this.#fifo.run(async () => {
      const free = async () => ((await this.#source.query('PRAGMA freelist_count')) as { freelist_count: number }[])[0]?.freelist_count ?? 0;
      const before = await free();
      if (before === 0) return false;
      // By `exec`: a prepared statement would free a single page.
      const { databaseConnection } = this.#source.driver as unknown as { databaseConnection: Database.Database };
      databaseConnection.exec(`PRAGMA incremental_vacuum(${pages})`);
      const after = await free();
      // A file that an earlier version has made can't shrink: its free pages are used again.
      return after > 0 && after < before;
    });
  }

  checkpoint(projection: string): Promise<CheckpointRow | null> {
    return this.#fifo.run(() => this.#source.getRepository(CheckpointEntity).findOneBy({ projection }));
  }

  /** Adds the row of a projection that begins. */
  addCheckpoint(row: CheckpointRow): Promise<void> {
    return this.#fifo.run(async () => void (await this.#source.getRepository(CheckpointEntity).insert(row)));
  }

  unpublishedDeadLetters(): Promise<DeadLetterRow[]> {
    return this.#fifo.run(() => this.#source.getRepository(DeadLetterEntity).findBy({ published: false }));
  }

  markPublished({ projection, streamSeq }: DeadLetterRow): Promise<void> {
    return this.#fifo.run(
      async () => void (await this.#source.getRepository(DeadLetterEntity).update({ projection, streamSeq }, { published: true })),
    );
  }

  /** Waits for what is queued, moves everything into the one file, and closes it. */
  close(): Promise<void> {
    return this.#fifo.run(async () => {
      await this.#source.query('PRAGMA wal_checkpoint(TRUNCATE)');
      await this.#source.destroy();
    });
  }
}

async function advance(manager: EntityManager, from: CheckpointRow, to: number): Promise<void> {
  const { projection, streamCreated, version, position } = from;
  const where = { projection, streamCreated, version, position };
  const { affected } = await manager.update(CheckpointEntity, where, { position: to });
  if (affected !== 1) throw new SecondWriterError(`somebody else has moved the checkpoint of ${projection}`);
}

async function bury(manager: EntityManager, projection: string, poison: readonly PoisonMessage[]): Promise<void> {
  for (const { message, why } of poison) {
    await manager.insert(DeadLetterEntity, {
      projection,
      streamSeq: message.seq,
      subject: message.subject,
      at: message.storedAt.toISOString(),
      why,
      body: Buffer.from(message.data),
      published: false,
    });
  }
}
