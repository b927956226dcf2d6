import type { TerminalRow } from '../entities/terminal.js';
import type { ArchivedSession } from './archive-rows.js';
import type { Statements } from './statements.js';
import { packTerminal, unpackTerminal } from './terminal-codec.js';

/** A session that is about to be archived. */
export interface FinishedSession extends Pick<ArchivedSession, 'sessionId' | 'lastChunk' | 'bytes' | 'endedAt'> {
  /** SHA-256 of its output bytes, as hex. */
  readonly sha256: string;
  readonly terminal: TerminalRow;
}

interface StoredTerminal {
  terminal: Buffer;
  expiredAt: number | null;
}

const ARCHIVED = `SELECT sessionId, lastChunk, bytes, endedAt, storedBytes, archivedAt, purgedAt, expiredAt FROM archived_sessions`;

const toTerminal = ({ terminal, expiredAt }: StoredTerminal): TerminalRow => unpackTerminal(terminal, { archived: true, expired: expiredAt !== null });

/** The sessions that are whole in the archive, or were. */
export class ArchivedSessionTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  get(sessionId: string): ArchivedSession | null {
    return this.#sql.get(`${ARCHIVED} WHERE sessionId = ?`, sessionId) ?? null;
  }

  /** All of them that still have something to lose: kept here, or in the stream. */
  withSomethingToLose(): ArchivedSession[] {
    return this.#sql.all(`${ARCHIVED} WHERE expiredAt IS NULL OR purgedAt IS NULL`);
  }

  /** Ids of all of them, or of those alone whose terminal was given up. */
  ids({ expiredOnly }: { expiredOnly: boolean }): Set<string> {
    const rows = this.#sql.all<{ sessionId: string }>(`SELECT sessionId FROM archived_sessions ${expiredOnly ? 'WHERE expiredAt IS NOT NULL' : ''}`);
    return new Set(rows.map(({ sessionId }) => sessionId));
  }

  *terminals(): Generator<TerminalRow> {
    for (const row of this.#sql.iterate<StoredTerminal>('SELECT terminal, expiredAt FROM archived_sessions')) yield toTerminal(row);
  }

  terminal(sessionId: string): TerminalRow | null {
    const row = this.#sql.get<StoredTerminal>('SELECT terminal, expiredAt FROM archived_sessions WHERE sessionId = ?', sessionId);
    return row === undefined ? null : toTerminal(row);
  }

  /** The session's pages, states and texts are all there. */
  add({ sessionId, lastChunk, bytes, sha256, endedAt, terminal }: FinishedSession, archivedAt: number): void {
    const storedBytes = this.#sql.get<{ bytes: number }>(
      `SELECT (SELECT coalesce(sum(length(heads)), 0) FROM pages WHERE sessionId = :id)
         + (SELECT coalesce(sum(length(data)), 0) FROM segments WHERE sessionId = :id)
         + (SELECT coalesce(sum(length(data)), 0) FROM states WHERE sessionId = :id)
         + (SELECT coalesce(sum(length(data)), 0) FROM texts WHERE sessionId = :id) AS bytes`,
      { id: sessionId },
    );
    this.#sql.run(
      `INSERT OR REPLACE INTO archived_sessions (sessionId, lastChunk, bytes, sha256, endedAt, storedBytes, archivedAt, terminal)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[sessionId, lastChunk, bytes, sha256, endedAt, storedBytes?.bytes ?? 0, archivedAt, packTerminal(terminal)],
    );
  }

  /** A session of which nothing is there, and nobody meant to give it up. */
  addLost(terminal: TerminalRow, endedAt: number, at: number, why: string): void {
    this.#sql.run(
      `INSERT OR REPLACE INTO archived_sessions
         (sessionId, lastChunk, bytes, sha256, endedAt, storedBytes, archivedAt, purgedAt, expiredAt, expiredWhy, terminal)
       VALUES (?, ?, ?, '', ?, 0, ?, ?, ?, ?, ?)`,
      ...[terminal.sessionId, terminal.lastChunk, terminal.bytes, endedAt, at, at, at, why, packTerminal(terminal)],
    );
  }

  purged(sessionId: string, at: number): void {
    this.#sql.run('UPDATE archived_sessions SET purgedAt = ? WHERE sessionId = ?', at, sessionId);
  }

  expired(sessionId: string, at: number, why: string): void {
    this.#sql.run('UPDATE archived_sessions SET expiredAt = ?, expiredWhy = ?, storedBytes = 0 WHERE sessionId = ?', at, why, sessionId);
  }
}
