import type { KeptState, PageRow, StateBefore } from './archive-rows.js';
import { compress, decompress } from './compression.js';
import { isWorthKeeping, isWorthKeepingAtEnd, type SpacedState } from './state-spacing.js';
import type { Statements } from './statements.js';

/** The states of terminals: of those that were added, the ones that are worth their space. */
export class StateTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  newest(sessionId: string): StateBefore | null {
    const row = this.#sql.get<{ chunk: number; at: number; cols: number; rows: number; data: Buffer }>(
      'SELECT chunk, at, cols, rows, data FROM states WHERE sessionId = ? ORDER BY chunk DESC LIMIT 1',
      sessionId,
    );
    if (row === undefined) return null;
    return { chunk: row.chunk, at: row.at, state: { cols: row.cols, rows: row.rows, bytes: decompress(row.data) } };
  }

  /**
   * Adds the state after a page.
   * @param at of the page's last chunk, in milliseconds since the epoch
   */
  add({ sessionId, lastChunk, offset, bytes }: PageRow, at: number, state: KeptState): void {
    this.#sql.run(
      'INSERT INTO states (sessionId, chunk, at, "end", cols, rows, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[sessionId, lastChunk, at, offset + bytes, state.cols, state.rows, compress(state.bytes)],
    );
    // The newest one is what the next page begins with; only then is it asked whether it is worth its space.
    const [, before, beforeThat] = this.#newest(sessionId);
    if (before !== undefined && !isWorthKeeping(before, beforeThat?.end ?? 0)) this.#remove(sessionId, before.chunk);
  }

  /** The session has no further page: is its last state worth its space? */
  finish(sessionId: string): void {
    const [newest, before] = this.#newest(sessionId);
    if (newest !== undefined && !isWorthKeepingAtEnd(newest, before?.end ?? 0)) this.#remove(sessionId, newest.chunk);
  }

  #newest(sessionId: string): (SpacedState & { chunk: number })[] {
    return this.#sql.all('SELECT chunk, "end", length(data) AS size FROM states WHERE sessionId = ? ORDER BY chunk DESC LIMIT 3', sessionId);
  }

  #remove(sessionId: string, chunk: number): void {
    this.#sql.run('DELETE FROM states WHERE sessionId = ? AND chunk = ?', sessionId, chunk);
  }
}
