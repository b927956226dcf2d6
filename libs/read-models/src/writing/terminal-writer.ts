import { In, type EntityManager } from 'typeorm';
import { TerminalEntity, type PtyChunkRow, type TerminalRow } from '../entities/terminal.js';
import { insertRows } from './insert-rows.js';

const ADD_CHUNK = `INSERT INTO pty_chunks ("sessionId", "n", "kind", "at", "offset", "streamSeq", "data")
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** What is removed in one transaction: a few milliseconds of work. */
const REMOVED_CHUNKS = 512;
const REMOVED_BYTES = 1024 * 1024;

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

  /**
   * Says of a terminal that every chunk up to `lastChunk` is in the archive.
   * @returns false when its record goes on by now: it is to be archived again
   */
  async markArchived(sessionId: string, lastChunk: number): Promise<boolean> {
    const { affected } = await this.#manager.update(TerminalEntity, { sessionId, lastChunk }, { archived: true });
    return affected === 1;
  }

  async markExpired(sessionId: string): Promise<void> {
    await this.#manager.update(TerminalEntity, { sessionId }, { expired: true });
  }

  /**
   * Removes some of the oldest chunks up to `lastChunk` of a session that is archived: few enough that others needn't
   * wait long.
   * @returns whether there are more
   */
  async removeChunks(sessionId: string, lastChunk: number): Promise<boolean> {
    const rows: { n: number; size: number }[] = await this.#manager.query(
      'SELECT n, length(data) AS size FROM pty_chunks WHERE sessionId = ? AND n <= ? ORDER BY n LIMIT ?',
      [sessionId, lastChunk, REMOVED_CHUNKS],
    );
    let [until, bytes] = [0, 0];
    for (const { n, size } of rows) {
      until = n;
      bytes += size;
      if (bytes >= REMOVED_BYTES) break;
    }
    if (until > 0) await this.#manager.query('DELETE FROM pty_chunks WHERE sessionId = ? AND n <= ?', [sessionId, until]);
    return until > 0 && until < lastChunk;
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
