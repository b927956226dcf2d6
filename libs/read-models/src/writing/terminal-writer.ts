import { In, type EntityManager } from 'typeorm';
import { TerminalEntity, type PtyChunkRow, type TerminalRow } from '../entities/terminal.js';
import { insertRows } from './insert-rows.js';

const ADD_CHUNK = `INSERT INTO pty_chunks ("sessionId", "n", "kind", "at", "offset", "streamSeq", "data")
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** Changes what terminals wrote. */
export class TerminalWriter {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async get(sessionIds: readonly string[]): Promise<Map<string, TerminalRow>> {
    const rows = await this.#manager.findBy(TerminalEntity, { sessionId: In([...sessionIds]) });
    return new Map(rows.map((row) => [row.sessionId, row]));
  }

  async save(rows: readonly TerminalRow[]): Promise<void> {
    await insertRows(this.#manager, TerminalEntity, rows, 'replace');
  }

  /** Adds chunks that are not there yet. One prepared statement: this is the hot path, 200 MB of `cat` go through it. */
  async addChunks(rows: readonly PtyChunkRow[]): Promise<void> {
    for (const row of rows) {
      await this.#manager.query(ADD_CHUNK, [row.sessionId, row.n, row.kind, row.at, row.offset, row.streamSeq, row.data]);
    }
  }

  /** Numbers and ends (in output bytes) of the stored chunks after `n`, in order. */
  chunksAfter(sessionId: string, n: number): Promise<{ n: number; end: number }[]> {
    return this.#manager.query(
      `SELECT n, "offset" + CASE kind WHEN 'output' THEN length(data) ELSE 0 END AS "end"
       FROM pty_chunks WHERE sessionId = ? AND n > ? ORDER BY n`,
      [sessionId, n],
    );
  }
}
