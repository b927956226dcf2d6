import type Database from 'better-sqlite3';
import { indexForm } from './search-terms.js';
import { blocksOf, packLines, textOf, type KeptLine } from './text-block.js';

/** Writes what was on screens, and its index. Every method is to be called inside a transaction. */
export class TextWriter {
  readonly #nextLine: Database.Statement;
  readonly #add: Database.Statement;
  readonly #index: Database.Statement;
  readonly #ids: Database.Statement;
  readonly #unindex: Database.Statement;
  readonly #remove: Database.Statement;

  constructor(connection: Database.Database) {
    this.#nextLine = connection
      .prepare('SELECT firstLine + lines FROM texts WHERE sessionId = ? ORDER BY firstLine DESC LIMIT 1')
      .pluck();
    this.#add = connection.prepare(
      'INSERT INTO texts (sessionId, firstLine, lines, provisional, firstAt, lastAt, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#index = connection.prepare('INSERT INTO text_index (rowid, lines) VALUES (?, ?)');
    this.#ids = connection.prepare('SELECT id FROM texts WHERE sessionId = ? AND provisional >= ?').pluck();
    this.#unindex = connection.prepare('DELETE FROM text_index WHERE rowid = ?');
    this.#remove = connection.prepare('DELETE FROM texts WHERE id = ?');
  }

  /**
   * Adds lines behind those that are there.
   * @returns bytes that the lines take, without their index
   */
  add(sessionId: string, lines: Iterable<KeptLine>, { provisional }: { provisional: boolean }): number {
    let line = (this.#nextLine.get(sessionId) as number | undefined) ?? 0;
    let bytes = 0;
    for (const block of blocksOf(lines)) {
      const ats = block.map(({ at }) => at);
      const data = packLines(block);
      const [firstAt, lastAt] = [ats.reduce((one, other) => Math.min(one, other)), ats.reduce((one, other) => Math.max(one, other))];
      const { lastInsertRowid } = this.#add.run(sessionId, line, block.length, provisional ? 1 : 0, firstAt, lastAt, data);
      this.#index.run(lastInsertRowid, indexForm(textOf(block)));
      line += block.length;
      bytes += data.length;
    }
    return bytes;
  }

  removeProvisional(sessionId: string): void {
    this.#removeFrom(sessionId, 1);
  }

  removeAll(sessionId: string): void {
    this.#removeFrom(sessionId, 0);
  }

  #removeFrom(sessionId: string, provisional: 0 | 1): void {
    for (const id of this.#ids.all(sessionId, provisional)) {
      this.#unindex.run(id);
      this.#remove.run(id);
    }
  }
}
