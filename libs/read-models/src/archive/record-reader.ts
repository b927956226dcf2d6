import Database from 'better-sqlite3';
import type { TerminalRow } from '../entities/terminal.js';
import type { ChunkRow } from '../queries/terminal.js';

/** A terminal whose record is not archived. */
export interface OpenRecord {
  readonly sessionId: string;
  /** Newest chunk up to which there is no hole. */
  readonly lastChunk: number;
  /** Output bytes up to and with it. */
  readonly bytes: number;
  /** When its session ended, in milliseconds since the epoch, if all of its chunks are there; `null` before that. */
  readonly completeSince: number | null;
}

/** How much of a record to read: from chunk `from` to `to` at most. */
export interface RecordRange {
  readonly from: number;
  readonly to: number;
  readonly maxBytes: number;
  readonly maxChunks: number;
}

/**
 * Reads the read models for the archivist: rows of terminals, and their chunks. Synchronous, and without TypeORM, because
 * it runs in a thread that should be light (decision 0050).
 */
export class RecordReader {
  readonly #connection: Database.Database;

  /** @param path the read models, which must be up to date */
  constructor(path: string) {
    this.#connection = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
  }

  close(): void {
    this.#connection.close();
  }

  /** Whether these read models are of a version that has an archive. */
  knowsArchive(): boolean {
    const columns = this.#connection.pragma('table_info(terminals)') as { name: string }[];
    return columns.some(({ name }) => name === 'archived');
  }

  /** Terminals that are not archived and have something on them. */
  open(): OpenRecord[] {
    const rows = this.#connection
      .prepare(
        `SELECT t.sessionId, t.lastChunk, t.bytes, CASE WHEN t.lastChunk >= s.endedChunk THEN s.endedAt END AS endedAt
         FROM terminals t LEFT JOIN sessions s ON s.id = t.sessionId AND s.status = 'ended'
         WHERE t.archived = 0 AND t.lastChunk > 0`,
      )
      .all() as { sessionId: string; lastChunk: number; bytes: number; endedAt: string | null }[];
    return rows.map(({ endedAt, ...row }) => ({ ...row, completeSince: endedAt === null ? null : Date.parse(endedAt) }));
  }

  terminal(sessionId: string): TerminalRow | null {
    const row = this.#connection.prepare('SELECT * FROM terminals WHERE sessionId = ?').get(sessionId) as
      | (Omit<TerminalRow, 'archived' | 'expired'> & { archived: number; expired: number })
      | undefined;
    return row === undefined ? null : { ...row, archived: row.archived === 1, expired: row.expired === 1 };
  }

  /** When a session ended, in milliseconds since the epoch; `null` before that. */
  endedAt(sessionId: string): number | null {
    const endedAt = this.#connection.prepare('SELECT endedAt FROM sessions WHERE id = ?').pluck().get(sessionId) as string | null | undefined;
    return endedAt === null || endedAt === undefined ? null : Date.parse(endedAt);
  }

  /** Ids of terminals that are said to be archived, and not given up. */
  archived(): string[] {
    return this.#connection.prepare('SELECT sessionId FROM terminals WHERE archived = 1 AND expired = 0').pluck().all() as string[];
  }

  /** Whether chunks of a session are stored here. */
  hasChunks(sessionId: string): boolean {
    return this.#connection.prepare('SELECT 1 FROM pty_chunks WHERE sessionId = ? LIMIT 1').get(sessionId) !== undefined;
  }

  /** Chunks in order, as many as the limits allow, at least one if there is one. */
  chunks(sessionId: string, { from, to, maxBytes, maxChunks }: RecordRange): ChunkRow[] {
    const rows = this.#connection
      .prepare('SELECT n, kind, at, "offset", data FROM pty_chunks WHERE sessionId = ? AND n >= ? AND n <= ? ORDER BY n LIMIT ?')
      .iterate(sessionId, from, to, maxChunks) as Iterable<ChunkRow>;
    const chunks: ChunkRow[] = [];
    let bytes = 0;
    for (const chunk of rows) {
      if (bytes > 0 && bytes + chunk.data.length > maxBytes) break;
      chunks.push(chunk);
      bytes += chunk.data.length;
    }
    return chunks;
  }
}
