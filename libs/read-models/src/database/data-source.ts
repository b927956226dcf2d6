import type Database from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities/index.js';
import { MIGRATIONS } from '../migrations/index.js';
import { assertSafeSqlite } from './sqlite-version.js';

/** How long one connection waits for another's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** Terminal chunks are up to 64 KiB: against SQLite's default of 4 KiB this halved the CPU time of writing them. */
const PAGE_BYTES = 16_384;

/**
 * Opens the database for its one writer and brings its tables up to date. The read models are a cache of the log,
 * so `synchronous` is NORMAL: a power cut may lose the last commits, which are then applied again.
 */
export async function openWriter(path: string): Promise<DataSource> {
  return new DataSource({
    type: 'better-sqlite3',
    database: path,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsRun: true,
    // All of a migration or none of it.
    migrationsTransactionMode: 'all',
    synchronize: false,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: (connection: Database.Database) => {
      assertSafeSqlite(versionOf(connection));
      // Has to come before WAL, and counts for a new file only.
      connection.pragma(`page_size = ${PAGE_BYTES}`);
      // The same holds for this: what archived terminals leave free goes back to the file system, a little at a time.
      connection.pragma('auto_vacuum = INCREMENTAL');
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = NORMAL');
      // A WAL that a burst has blown up shrinks back to this at the next checkpoint, in bytes.
      connection.pragma('journal_size_limit = 67108864');
    },
  }).initialize();
}

/** Opens the database for reading only: nothing that goes through this connection can change it. */
export async function openReader(path: string): Promise<DataSource> {
  return new DataSource({
    type: 'better-sqlite3',
    database: path,
    entities: ENTITIES,
    synchronize: false,
    readonly: true,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: (connection: Database.Database) => {
      assertSafeSqlite(versionOf(connection));
      connection.pragma('query_only = ON');
    },
  }).initialize();
}

function versionOf(connection: Database.Database): string {
  return String(connection.prepare('SELECT sqlite_version()').pluck().get());
}
