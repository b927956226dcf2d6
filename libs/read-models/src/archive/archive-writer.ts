import type Database from 'better-sqlite3';
import type { TerminalRow } from '../entities/terminal.js';
import type { ChunkRow } from '../queries/terminal.js';
import type { ArchivedSession, KeptState, PageRow, StateBefore } from './archive-rows.js';
import { compress, decompress } from './compression.js';
import { packBodies, packHeads, unpackChunks, unpackHeads } from './page-codec.js';
import { openArchiveWriter } from './schema.js';
import { isWorthKeeping, isWorthKeepingAtEnd, type SpacedState } from './state-spacing.js';
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

/** A page, and whether its bytes are in the archive. */
export type KeptPage = PageRow & { readonly isStored: boolean };

type StoredPage = Omit<KeptPage, 'isEnd' | 'isStored'> & { isEnd: number; isStored: number };

const PAGES = `SELECT sessionId, firstChunk, lastChunk, "offset", bytes, cols, rows, isEnd,
    EXISTS (SELECT 1 FROM segments s WHERE s.sessionId = p.sessionId AND s.firstChunk = p.firstChunk) AS isStored
  FROM pages p`;

const toPage = (row: StoredPage): KeptPage => ({ ...row, isEnd: row.isEnd === 1, isStored: row.isStored === 1 });

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

  lastPage(sessionId: string): KeptPage | null {
    const row = this.#get<StoredPage>(`${PAGES} WHERE sessionId = ? ORDER BY firstChunk DESC LIMIT 1`, sessionId);
    return row === undefined ? null : toPage(row);
  }

  pages(sessionId: string): KeptPage[] {
    return this.#all<StoredPage>(`${PAGES} WHERE sessionId = ? ORDER BY firstChunk`, sessionId).map(toPage);
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
        `INSERT INTO pages (sessionId, firstChunk, lastChunk, "offset", bytes, cols, rows, isEnd, heads) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[sessionId, page.firstChunk, page.lastChunk, page.offset, page.bytes, page.cols, page.rows, Number(page.isEnd), packHeads(chunks)],
      );
      if (state !== null) {
        this.#run(
          'INSERT INTO states (sessionId, chunk, at, "end", cols, rows, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
          ...[sessionId, page.lastChunk, chunks.at(-1)?.at ?? 0, page.offset + page.bytes, state.cols, state.rows, compress(state.bytes)],
        );
        // The newest one is what the next page begins with; only then is it asked whether it is worth its space.
        const [, before, beforeThat] = this.#newestStates(sessionId);
        if (before !== undefined && !isWorthKeeping(before, beforeThat?.end ?? 0)) this.#removeState(sessionId, before.chunk);
      }
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
      const [newest, before] = this.#newestStates(sessionId);
      if (newest !== undefined && !isWorthKeepingAtEnd(newest, before?.end ?? 0)) this.#removeState(sessionId, newest.chunk);
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

  /** The row of `terminals` of an archived session. */
  terminal(sessionId: string): TerminalRow | null {
    const row = this.#get<{ terminal: Buffer; expiredAt: number | null }>(
      'SELECT terminal, expiredAt FROM archived_sessions WHERE sessionId = ?',
      sessionId,
    );
    return row === undefined ? null : unpackTerminal(row.terminal, { archived: true, expired: row.expiredAt !== null });
  }

  /** Ids of archived sessions, with those whose terminal was given up, or of those alone. */
  sessionIds({ expiredOnly }: { expiredOnly: boolean }): Set<string> {
    const rows = this.#all<{ sessionId: string }>(`SELECT sessionId FROM archived_sessions ${expiredOnly ? 'WHERE expiredAt IS NOT NULL' : ''}`);
    return new Set(rows.map(({ sessionId }) => sessionId));
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

  #newestStates(sessionId: string): (SpacedState & { chunk: number })[] {
    return this.#all('SELECT chunk, "end", length(data) AS size FROM states WHERE sessionId = ? ORDER BY chunk DESC LIMIT 3', sessionId);
  }

  #removeState(sessionId: string, chunk: number): void {
    this.#run('DELETE FROM states WHERE sessionId = ? AND chunk = ?', sessionId, chunk);
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
