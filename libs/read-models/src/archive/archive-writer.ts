import type Database from 'better-sqlite3';
import type { TerminalRow } from '../entities/terminal.js';
import type { ChunkRow } from '../queries/terminal.js';
import type { ArchivedSession, KeptState, PageRow, StateBefore } from './archive-rows.js';
import { ArchivedSessionTable, type FinishedSession } from './archived-session-table.js';
import { PageTable, type KeptPage } from './page-table.js';
import { openArchiveWriter } from './schema.js';
import { StateTable } from './state-table.js';
import { Statements } from './statements.js';
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

/** Pages of the file that are given back in one go: a few milliseconds of work. */
const RECLAIM_PAGES = 512;

/**
 * The one writer of the archive. After a purge this file is the only record of a terminal, so that what it says to be
 * there has reached the disk. Synchronous: it belongs into a thread of its own.
 */
export class ArchiveWriter {
  readonly #connection: Database.Database;
  readonly #sql: Statements;
  readonly #pages: PageTable;
  readonly #states: StateTable;
  readonly #sessions: ArchivedSessionTable;
  readonly #texts: TextWriter;

  constructor(path: string) {
    this.#connection = openArchiveWriter(path);
    this.#sql = new Statements(this.#connection);
    this.#pages = new PageTable(this.#sql);
    this.#states = new StateTable(this.#sql);
    this.#sessions = new ArchivedSessionTable(this.#sql);
    this.#texts = new TextWriter(this.#connection);
  }

  close(): void {
    this.#connection.close();
  }

  lastPage(sessionId: string): KeptPage | null {
    return this.#pages.last(sessionId);
  }

  pages(sessionId: string): KeptPage[] {
    return this.#pages.of(sessionId);
  }

  newestState(sessionId: string): StateBefore | null {
    return this.#states.newest(sessionId);
  }

  /** Closes a page. Its lines take the place of the provisional ones. */
  addPage(page: NewPage): void {
    const { sessionId, chunks, state, lines } = page;
    this.#transaction(() => {
      this.#pages.add(page, chunks);
      if (state !== null) this.#states.add(page, chunks.at(-1)?.at ?? 0, state);
      this.#texts.removeProvisional(sessionId);
      this.#sql.run('DELETE FROM provisional_texts WHERE sessionId = ?', sessionId);
      this.#texts.add(sessionId, lines, { provisional: false });
    });
  }

  provisionalText(sessionId: string): ProvisionalText | null {
    return this.#sql.get('SELECT lastChunk, readAt, costMs FROM provisional_texts WHERE sessionId = ?', sessionId) ?? null;
  }

  /** Replaces what is shown of the part in no page. It is found again in the record, so that it needn't reach the disk at once. */
  saveProvisionalText(sessionId: string, lines: readonly KeptLine[], text: ProvisionalText): void {
    this.#connection.pragma('synchronous = NORMAL');
    try {
      this.#transaction(() => {
        this.#texts.removeProvisional(sessionId);
        this.#texts.add(sessionId, lines, { provisional: true });
        this.#sql.run(
          'INSERT OR REPLACE INTO provisional_texts (sessionId, lastChunk, readAt, costMs) VALUES (?, ?, ?, ?)',
          ...[sessionId, text.lastChunk, text.readAt, text.costMs],
        );
      });
    } finally {
      this.#connection.pragma('synchronous = FULL');
    }
  }

  /** Keeps the bytes of a page. */
  storePage(page: PageRow, chunks: readonly ChunkRow[]): void {
    this.#pages.store(page, chunks);
  }

  /** The chunks of a page whose bytes are kept, as a reader would get them. @throws Error when they are not, or damaged */
  storedChunks(page: PageRow): ChunkRow[] {
    return this.#pages.stored(page);
  }

  /** Says that a session is whole in here. From now on its chunks may go from everywhere else. */
  finish(session: FinishedSession, archivedAt: number): void {
    this.#transaction(() => {
      this.#states.finish(session.sessionId);
      this.#sessions.add(session, archivedAt);
    });
  }

  archivedSession(sessionId: string): ArchivedSession | null {
    return this.#sessions.get(sessionId);
  }

  /** All of them that still have something to lose: kept here, or in the stream. */
  archivedSessions(): ArchivedSession[] {
    return this.#sessions.withSomethingToLose();
  }

  /** Rows of `terminals` for a rebuild of the read models. */
  terminals(): Generator<TerminalRow> {
    return this.#sessions.terminals();
  }

  /** The row of `terminals` of an archived session. */
  terminal(sessionId: string): TerminalRow | null {
    return this.#sessions.terminal(sessionId);
  }

  /** Ids of archived sessions, with those whose terminal was given up, or of those alone. */
  sessionIds(which: { expiredOnly: boolean }): Set<string> {
    return this.#sessions.ids(which);
  }

  purged(sessionId: string, at: number): void {
    this.#sessions.purged(sessionId, at);
  }

  /** Gives up what a session's terminal showed. */
  expire(sessionId: string, at: number, why: string): void {
    this.#transaction(() => {
      this.#removeContent(sessionId);
      this.#sessions.expired(sessionId, at, why);
    });
  }

  /** Keeps in mind that a terminal is gone, which nobody meant to give up. */
  lost(terminal: TerminalRow, endedAt: number, at: number, why: string): void {
    this.#transaction(() => {
      this.#removeContent(terminal.sessionId);
      this.#sessions.addLost(terminal, endedAt, at, why);
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
    for (const table of ['pages', 'segments', 'states', 'provisional_texts']) this.#sql.run(`DELETE FROM ${table} WHERE sessionId = ?`, sessionId);
    this.#texts.removeAll(sessionId);
  }

  #transaction(work: () => void): void {
    this.#connection.transaction(work).immediate();
  }
}
