import Database from 'better-sqlite3';
import { sqliteCode } from './sqlite-errors.js';

/** Another process writes to these read models now. */
export class SecondWriterError extends Error {
  override readonly name = 'SecondWriterError';
}

/** Held as long as this process writes to a database. */
export interface WriterLock {
  release(): void;
}

/**
 * Makes this process the only writer. The lock is one of the operating system on a file beside the database, so it
 * is gone with the process, however that ends.
 * @throws SecondWriterError when another process has it
 */
export function takeWriterLock(databasePath: string): WriterLock {
  const lock = new Database(`${databasePath}.writer-lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') === true) {
      throw new SecondWriterError(`another projector writes to ${databasePath}: end it first`);
    }
    throw error;
  }
  return { release: () => lock.close() };
}
