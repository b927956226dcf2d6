import type { ChunkRow } from '../queries/terminal.js';
import type { PageRow } from './archive-rows.js';
import { packBodies, packHeads, unpackChunks, unpackHeads } from './page-codec.js';
import type { Statements } from './statements.js';

/** A page, and whether its bytes are in the archive. */
export type KeptPage = PageRow & { readonly isStored: boolean };

type StoredPage = Omit<KeptPage, 'isEnd' | 'isStored'> & { isEnd: number; isStored: number };

const PAGES = `SELECT sessionId, firstChunk, lastChunk, "offset", bytes, cols, rows, isEnd,
    EXISTS (SELECT 1 FROM segments s WHERE s.sessionId = p.sessionId AND s.firstChunk = p.firstChunk) AS isStored
  FROM pages p`;

const toPage = (row: StoredPage): KeptPage => ({ ...row, isEnd: row.isEnd === 1, isStored: row.isStored === 1 });

/** The pages of sessions, and those whose bytes are stored. */
export class PageTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  last(sessionId: string): KeptPage | null {
    const row = this.#sql.get<StoredPage>(`${PAGES} WHERE sessionId = ? ORDER BY firstChunk DESC LIMIT 1`, sessionId);
    return row === undefined ? null : toPage(row);
  }

  /** In their order. */
  of(sessionId: string): KeptPage[] {
    return this.#sql.all<StoredPage>(`${PAGES} WHERE sessionId = ? ORDER BY firstChunk`, sessionId).map(toPage);
  }

  add(page: PageRow, chunks: readonly ChunkRow[]): void {
    this.#sql.run(
      `INSERT INTO pages (sessionId, firstChunk, lastChunk, "offset", bytes, cols, rows, isEnd, heads) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[page.sessionId, page.firstChunk, page.lastChunk, page.offset, page.bytes, page.cols, page.rows, Number(page.isEnd), packHeads(chunks)],
    );
  }

  /** Keeps the bytes of a page. */
  store({ sessionId, firstChunk }: PageRow, chunks: readonly ChunkRow[]): void {
    this.#sql.run('INSERT OR REPLACE INTO segments (sessionId, firstChunk, data) VALUES (?, ?, ?)', sessionId, firstChunk, packBodies(chunks));
  }

  /** The chunks of a page whose bytes are kept, as a reader would get them. @throws Error when they are not, or damaged */
  stored({ sessionId, firstChunk, offset }: PageRow): ChunkRow[] {
    const row = this.#sql.get<{ heads: Buffer; data: Buffer }>(
      'SELECT heads, data FROM pages JOIN segments USING (sessionId, firstChunk) WHERE sessionId = ? AND firstChunk = ?',
      ...[sessionId, firstChunk],
    );
    if (row === undefined) throw new Error(`the page of chunk ${firstChunk} of ${sessionId} is not stored`);
    return unpackChunks(firstChunk, offset, unpackHeads(row.heads), row.data);
  }
}
