import type Database from 'better-sqlite3';
import type { TerminalRow } from '../entities/terminal.js';
import type { ChunkRow } from '../queries/terminal.js';
import type { ArchivedSession, KeptState, PageRow, StateBefore } from './archive-rows.js';
import { compress, decompress } from './compression.js';
import { packBodies, packHeads, unpackChunks, unpackHeads } from './page-codec.js';
import { openArchiveWriter } from './schema.js';
import { packTerminal, unpackTerminal } from './terminal-codec.js';
import type { KeptLine } from './text-block.js';
import { TextWriter } from './text-writer.js';

/** A page that is closed. */
export interface NewPage extends PageRow {
  readonly chunks: readonly ChunkRow[];
  readonly state: KeptState | null;
  readonly lines: readonly KeptLine[];
}

/** What is shown of the part of a record that is in no page yet, as it was read. */
export interface ProvisionalText {
  /** Newest chunk that was read. */
  readonly lastChunk: number;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  /** How long the reading took, in milliseconds. */
  readonly costMs: number;
}

/** A session that is about to be archived. */
export interface FinishedSession extends Pick<ArchivedSession, 'sessionId' | 'lastChunk' | 'bytes' | 'endedAt'> {
  /** SHA-256 of its output bytes, as hex. */
  readonly sha256: string;
  readonly terminal: TerminalRow;
}

const ARCHIVED = `SELECT sessionId, lastChunk, bytes, endedAt, storedBytes, archivedAt, purgedAt, expiredAt FROM archived_sessions`;

/** Pages of the file that are given back in one go: a few milliseconds of work. */
const RECLAIM_PAGES = 512;

/**
 * The one writer of the archive. After a purge this file is the only record of a terminal, so that what it says to be
 * there has reached the disk. Synchronous: it belongs into a thread of its own.
 */
export class ArchiveWriter {
  readonly #connection: Database.Database;
  readonly #texts: TextWriter;

  constructor(path: string) {
    this.#connection = openArchiveWriter(path);
    this.#texts = new TextWriter(this.#connection);
  }

  close(): void {
    this.#connection.close();
  }

  lastPage(sessionId: string): PageRow | null {
    return this.#get('SELECT * FROM pages WHERE sessionId = ? ORDER BY firstChunk DESC LIMIT 1', sessionId) ?? null;
  }

  pages(sessionId: string): (PageRow & { isStored: boolean })[] {
    const rows = this.#all<PageRow & { isStored: number }>(
      `SELECT sessionId, firstChunk, lastChunk, "offset", bytes, cols, rows,
         EXISTS (SELECT 1 FROM segments s WHERE s.sessionId = p.sessionId AND s.firstChunk = p.firstChunk) AS isStored
       FROM pages p WHERE sessionId = ? ORDER BY firstChunk`,
      sessionId,
    );
    return rows.map((row) => ({ ...row, isStored: row.isStored === 1 }));
  }

  newestState(sessionId: string): StateBefore | null {
    const row = this.#get<{ chunk: number; at: number; cols: number; rows: number; data: Buffer }>(
      'SELECT chunk, at, cols, rows, data FROM states WHERE sessionId = ? ORDER BY chunk DESC LIMIT 1',
      sessionId,
    );
    if (row === undefined) return null;
    return { chunk: row.chunk, at: row.at, state: { cols: row.cols, rows: row.rows, bytes: decompress(row.data) } };
  }

  /** Closes a page. Its lines take the place of the provisional ones. */
  addPage(page: NewPage): void {
    const { sessionId, chunks, state, lines } = page;
    this.#transaction(() => {
      this.#run(
        `INSERT INTO pages (sessionId, firstChunk, lastChunk, "offset", bytes, cols, rows, heads) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[sessionId, page.firstChunk, page.lastChunk, page.offset, page.bytes, page.cols, page.rows, packHeads(chunks)],
      );
      if (state !== null) {
        this.#run(
          'INSERT INTO states (sessionId, chunk, at, cols, rows, data) VALUES (?, ?, ?, ?, ?, ?)',
          ...[sessionId, page.lastChunk, chunks.at(-1)?.at ?? 0, state.cols, state.rows, compress(state.bytes)],
        );
      }
      this.#texts.removeProvisional(sessionId);
      this.#run('DELETE FROM provisional_texts WHERE sessionId = ?', sessionId);
      this.#texts.add(sessionId, lines, { provisional: false });
    });
  }

  /** Adds lines that no page's bytes bring: the last screen of a session whose last page was closed before. */
  addLines(sessionId: string, lines: readonly KeptLine[]): void {
    this.#transaction(() => {
      this.#texts.removeProvisional(sessionId);
      this.#run('DELETE FROM provisional_texts WHERE sessionId = ?', sessionId);
      this.#texts.add(sessionId, lines, { provisional: false });
    });
  }

  provisionalText(sessionId: string): ProvisionalText | null {
    return this.#get('SELECT lastChunk, readAt, costMs FROM provisional_texts WHERE sessionId = ?', sessionId) ?? null;
  }

  /** Replaces what is shown of the part in no page. It is found again in the record, so that it needn't reach the disk at once. */
  saveProvisionalText(sessionId: string, lines: readonly KeptLine[], text: ProvisionalText): void {
    this.#connection.pragma('synchronous = NORMAL');
    try {
      this.#transaction(() => {
        this.#texts.removeProvisional(sessionId);
        this.#texts.add(sessionId, lines, { provisional: true });
        this.#run(
          'INSERT OR REPLACE INTO provisional_texts (sessionId, lastChunk, readAt, costMs) VALUES (?, ?, ?, ?)',
          ...[sessionId, text.lastChunk, text.readAt, text.costMs],
        );
      });
    } finally {
      this.#connection.pragma('synchronous = FULL');
    }
  }

  /** Keeps the bytes of a page. */
  storePage({ sessionId, firstChunk }: PageRow, chunks: readonly ChunkRow[]): void {
    this.#run('INSERT OR REPLACE INTO segments (sessionId, firstChunk, data) VALUES (?, ?, ?)', sessionId, firstChunk, packBodies(chunks));
  }

  /** The chunks of a page whose bytes are kept, as a reader would get them. @throws Error when they are not, or damaged */
  storedChunks({ sessionId, firstChunk, offset }: PageRow): ChunkRow[] {
    const row = this.#get<{ heads: Buffer; data: Buffer }>(
      'SELECT heads, data FROM pages JOIN segments USING (sessionId, firstChunk) WHERE sessionId = ? AND firstChunk = ?',
      ...[sessionId, firstChunk],
    );
    if (row === undefined) throw new Error(`the page of chunk ${firstChunk} of ${sessionId} is not stored`);
    return unpackChunks(firstChunk, offset, unpackHeads(row.heads), row.data);
  }

  /** Says that a session is whole in here. From now on its chunks may go from everywhere else. */
  finish({ sessionId, lastChunk, bytes, sha256, endedAt, terminal }: FinishedSession, archivedAt: number): void {
    this.#transaction(() => {
      const storedBytes = this.#get<{ bytes: number }>(
        `SELECT (SELECT coalesce(sum(length(heads)), 0) FROM pages WHERE sessionId = :id)
           + (SELECT coalesce(sum(length(data)), 0) FROM segments WHERE sessionId = :id)
           + (SELECT coalesce(sum(length(data)), 0) FROM states WHERE sessionId = :id)
           + (SELECT coalesce(sum(length(data)), 0) FROM texts WHERE sessionId = :id) AS bytes`,
        { id: sessionId },
      );
      this.#run(
        `INSERT OR REPLACE INTO archived_sessions (sessionId, lastChunk, bytes, sha256, endedAt, storedBytes, archivedAt, terminal)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[sessionId, lastChunk, bytes, sha256, endedAt, storedBytes?.bytes ?? 0, archivedAt, packTerminal(terminal)],
      );
    });
  }

  archivedSession(sessionId: string): ArchivedSession | null {
    return this.#get(`${ARCHIVED} WHERE sessionId = ?`, sessionId) ?? null;
  }

  /** All of them that still have something to lose: kept here, or in the stream. */
  archivedSessions(): ArchivedSession[] {
    return this.#all(`${ARCHIVED} WHERE expiredAt IS NULL OR purgedAt IS NULL`);
  }

  /** Rows of `terminals` for a rebuild of the read models. */
  *terminals(): Generator<TerminalRow> {
    const rows = this.#connection.prepare('SELECT terminal, expiredAt FROM archived_sessions').iterate() as Iterable<{
      terminal: Buffer;
      expiredAt: number | null;
    }>;
    for (const { terminal, expiredAt } of rows) yield unpackTerminal(terminal, { archived: true, expired: expiredAt !== null });
  }

  purged(sessionId: string, at: number): void {
    this.#run('UPDATE archived_sessions SET purgedAt = ? WHERE sessionId = ?', at, sessionId);
  }

  /** Gives up what a session's terminal showed. */
  expire(sessionId: string, at: number, why: string): void {
    this.#transaction(() => {
      this.#removeContent(sessionId);
      this.#run('UPDATE archived_sessions SET expiredAt = ?, expiredWhy = ?, storedBytes = 0 WHERE sessionId = ?', at, why, sessionId);
    });
  }

  /** Keeps in mind that a terminal is gone, which nobody meant to give up. */
  lost(terminal: TerminalRow, endedAt: number, at: number, why: string): void {
    this.#transaction(() => {
      this.#removeContent(terminal.sessionId);
      this.#run(
        `INSERT OR REPLACE INTO archived_sessions
           (sessionId, lastChunk, bytes, sha256, endedAt, storedBytes, archivedAt, purgedAt, expiredAt, expiredWhy, terminal)
         VALUES (?, ?, ?, '', ?, 0, ?, ?, ?, ?, ?)`,
        ...[terminal.sessionId, terminal.lastChunk, terminal.bytes, endedAt, at, at, at, why, packTerminal(terminal)],
      );
    });
  }

  /** Gives some free space back to the file system. @returns whether there is more */
  reclaim(): boolean {
    const free = () => Number(this.#connection.pragma('freelist_count', { simple: true }));
    if (free() === 0) return false;
    // By `exec`: a prepared statement would free a single page.
    this.#connection.exec(`PRAGMA incremental_vacuum(${RECLAIM_PAGES})`);
    return free() > 0;
  }

  #removeContent(sessionId: string): void {
    for (const table of ['pages', 'segments', 'states', 'provisional_texts']) this.#run(`DELETE FROM ${table} WHERE sessionId = ?`, sessionId);
    this.#texts.removeAll(sessionId);
  }

  #transaction(work: () => void): void {
    this.#connection.transaction(work).immediate();
  }

  #get<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return this.#connection.prepare(sql).get(...values) as Row | undefined;
  }

  #all<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#connection.prepare(sql).all(...values) as Row[];
  }

  #run(sql: string, ...values: unknown[]): void {
    this.#connection.prepare(sql).run(...values);
  }
}
