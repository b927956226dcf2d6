import Database from 'better-sqlite3';
import { dirname, join } from 'node:path';
import { assertSafeSqlite } from '../database/sqlite-version.js';

/** How long one connection waits for another's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** The archive of the read models in `databasePath`: beside them, and never rebuilt or removed with them. */
export function archivePathOf(databasePath: string): string {
  return join(dirname(databasePath), 'archive.sqlite');
}

/**
 * Statements that bring the tables from one version to the next; the version is the file's `user_version`. Only add to
 * the end: there are files that have come as far as each of them.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    // What one reading of a session's record covers, about a megabyte. Pages follow each other without a hole.
    `CREATE TABLE pages (
      sessionId TEXT NOT NULL, firstChunk INTEGER NOT NULL, lastChunk INTEGER NOT NULL, "offset" INTEGER NOT NULL,
      bytes INTEGER NOT NULL, cols INTEGER NOT NULL, rows INTEGER NOT NULL, isEnd INTEGER NOT NULL,
      heads BLOB NOT NULL,
      PRIMARY KEY (sessionId, firstChunk)
    )`,
    // The bytes of a page, as soon as its session has ended; before that they are in the read models.
    `CREATE TABLE segments (
      sessionId TEXT NOT NULL, firstChunk INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (sessionId, firstChunk)
    )`,
    // Terminals after a page's last chunk, and output bytes up to there.
    `CREATE TABLE states (
      sessionId TEXT NOT NULL, chunk INTEGER NOT NULL, at INTEGER NOT NULL, "end" INTEGER NOT NULL, cols INTEGER NOT NULL,
      rows INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (sessionId, chunk)
    )`,
    // Lines that were on a screen, under ids that are never used again. Provisional ones are what a page that is not closed shows now.
    `CREATE TABLE texts (
      id INTEGER PRIMARY KEY AUTOINCREMENT, sessionId TEXT NOT NULL, firstLine INTEGER NOT NULL, lines INTEGER NOT NULL,
      provisional INTEGER NOT NULL, firstAt INTEGER NOT NULL, lastAt INTEGER NOT NULL, data BLOB NOT NULL
    )`,
    `CREATE INDEX texts_of_session ON texts (sessionId, firstLine)`,
    // Groups of three characters, by block. Contentless, because the lines are in \`texts\` already, compressed.
    `CREATE VIRTUAL TABLE text_index USING fts5(lines, content='', contentless_delete=1, tokenize='trigram', detail=none)`,
    `CREATE TABLE provisional_texts (
      sessionId TEXT PRIMARY KEY, lastChunk INTEGER NOT NULL, readAt INTEGER NOT NULL, costMs INTEGER NOT NULL
    ) WITHOUT ROWID`,
    `CREATE TABLE archived_sessions (
      sessionId TEXT PRIMARY KEY, lastChunk INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
      endedAt INTEGER NOT NULL, storedBytes INTEGER NOT NULL, archivedAt INTEGER NOT NULL, purgedAt INTEGER,
      expiredAt INTEGER, expiredWhy TEXT, terminal BLOB NOT NULL
    ) WITHOUT ROWID`,
  ],
];

/** The version that this code reads and writes. */
export const ARCHIVE_VERSION = MIGRATIONS.length;

/** An archive that a newer version of the product has written to. */
export class NewerArchiveError extends Error {
  override readonly name = 'NewerArchiveError';
}

/**
 * Opens the archive for its one writer, and makes it when there is none.
 * @throws NewerArchiveError rather than to write into what it doesn't know
 */
export function openArchiveWriter(path: string): Database.Database {
  const connection = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    assertSafeSqlite(String(connection.prepare('SELECT sqlite_version()').pluck().get()));
    // Counts for a new file only: what expires is given back to the file system.
    connection.pragma('auto_vacuum = INCREMENTAL');
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('journal_size_limit = 4194304');
    migrate(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Opens an archive that is there, for reading only; `null` while its writer has not made its tables. */
export function openArchiveReader(path: string): Database.Database | null {
  const connection = new Database(path, { timeout: BUSY_TIMEOUT_MS, readonly: true, fileMustExist: true });
  try {
    if (versionOf(connection) === ARCHIVE_VERSION) return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.close();
  return null;
}

function migrate(connection: Database.Database): void {
  const version = versionOf(connection);
  if (version > ARCHIVE_VERSION) {
    throw new NewerArchiveError(`the archive has version ${version}, this knows ${ARCHIVE_VERSION}: a newer Agents Fleet has written to it`);
  }
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    connection.transaction(() => {
      for (const statement of statements) connection.exec(statement);
      connection.pragma(`user_version = ${index + 1}`);
    })();
  }
}

function versionOf(connection: Database.Database): number {
  return Number(connection.pragma('user_version', { simple: true }));
}
