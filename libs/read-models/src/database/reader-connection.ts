import { statSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { NEWEST_MIGRATION } from '../migrations/index.js';
import { openReader } from './data-source.js';

/** The read models can't be read now: the projector has not made them yet. Worth asking again soon. */
export class ReadModelsUnavailableError extends Error {
  override readonly name = 'ReadModelsUnavailableError';
}

/** How often, in milliseconds, the path is looked at: a rebuild puts another file there. */
const RECHECK_MS = 250;
/** How long, in milliseconds, a connection to a replaced file stays open for queries that have begun. */
const LINGER_MS = 5_000;

/** A read-only connection that follows the path: opened when the file appears, anew when a rebuild replaces it. */
export class ReaderConnection {
  readonly #path: string;
  #opening: Promise<{ source: DataSource; file: number }> | null = null;
  #checkedAt = 0;
  #closed = false;
  readonly #lingering = new Map<NodeJS.Timeout, DataSource>();

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws ReadModelsUnavailableError */
  async source(): Promise<DataSource> {
    if (this.#closed) throw new ReadModelsUnavailableError('the read models are closed');
    const now = performance.now();
    if (this.#opening !== null && now - this.#checkedAt < RECHECK_MS) return (await this.#opening).source;
    this.#checkedAt = now;
    const file = statSync(this.#path, { throwIfNoEntry: false })?.ino;
    if (file === undefined) throw new ReadModelsUnavailableError('there are no read models yet');
    if (this.#opening !== null) {
      const open = await this.#opening;
      if (open.file === file) return open.source;
      this.#retire(open.source);
    }
    const opening = this.#open(file);
    this.#opening = opening;
    return (await opening).source;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const [timer, source] of this.#lingering) {
      clearTimeout(timer);
      await source.destroy();
    }
    this.#lingering.clear();
    const open = await this.#opening?.catch(() => null);
    this.#opening = null;
    await open?.source.destroy();
  }

  async #open(file: number): Promise<{ source: DataSource; file: number }> {
    try {
      const source = await openReader(this.#path);
      if (await isUpToDate(source)) return { source, file };
      await source.destroy();
    } catch (error) {
      this.#opening = null;
      throw new ReadModelsUnavailableError('the read models can not be opened', { cause: error });
    }
    this.#opening = null;
    throw new ReadModelsUnavailableError('the read models are being made');
  }

  #retire(source: DataSource): void {
    const timer = setTimeout(() => {
      this.#lingering.delete(timer);
      void source.destroy();
    }, LINGER_MS);
    timer.unref();
    this.#lingering.set(timer, source);
  }
}

/** Whether the projector has made the tables, and brought those of an older version up to date. */
async function isUpToDate(source: DataSource): Promise<boolean> {
  const tables: unknown[] = await source.query(`SELECT 1 FROM sqlite_master WHERE name = 'migrations'`);
  if (tables.length === 0) return false;
  const done: unknown[] = await source.query('SELECT 1 FROM migrations WHERE name = ?', [NEWEST_MIGRATION]);
  return done.length > 0;
}
