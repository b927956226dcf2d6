import type Database from 'better-sqlite3';
import type { ChunkRow } from '../queries/terminal.js';
import type { PageRow, StateBefore } from './archive-rows.js';
import { decompress } from './compression.js';
import { unpackChunks, unpackHeads, type PageHeads } from './page-codec.js';
import { openArchiveReader } from './schema.js';
import { unpackLines, type KeptLine } from './text-block.js';

/** Decompressed pages that are kept: what is read in order is asked for in small pieces, by one or two readers at a time. */
const CACHED_PAGES = 2;

/** A block of text that may hold what is looked for. Times in milliseconds since the epoch. */
export interface TextBlock {
  readonly id: number;
  readonly sessionId: string;
  /** Number of its first line among those of its session. */
  readonly firstLine: number;
  readonly lastAt: number;
}

/** Which blocks of text to find. */
export interface TextBlockQuery {
  /** Query of the index; `null` for every block. */
  readonly match: string | null;
  /** Ids of sessions; `null` for all. */
  readonly sessionIds: readonly string[] | null;
  /** Only blocks with a line of this time or before, in milliseconds since the epoch. */
  readonly until: number;
}

/** Reads an archive. What it says is what its writer had committed at that moment. */
export class ArchiveReader {
  readonly #connection: Database.Database;
  readonly #cache = new Map<string, readonly ChunkRow[]>();

  private constructor(connection: Database.Database) {
    this.#connection = connection;
  }

  /** `null` while the writer has not made the tables. */
  static open(path: string): ArchiveReader | null {
    const connection = openArchiveReader(path);
    return connection === null ? null : new ArchiveReader(connection);
  }

  close(): void {
    this.#connection.close();
  }

  /** The chunks from `from` to the end of their page; nothing when they are not in here. */
  chunksFrom(sessionId: string, from: number): readonly ChunkRow[] {
    const page = this.#connection
      .prepare('SELECT * FROM pages WHERE sessionId = ? AND firstChunk <= ? ORDER BY firstChunk DESC LIMIT 1')
      .get(sessionId, from) as (PageRow & { heads: Buffer }) | undefined;
    if (page === undefined || page.lastChunk < from) return [];
    return this.#chunksOf(page).slice(from - page.firstChunk);
  }

  stateBefore(sessionId: string, chunk: number): StateBefore | null {
    const row = this.#connection
      .prepare('SELECT chunk, at, cols, rows, data FROM states WHERE sessionId = ? AND chunk <= ? ORDER BY chunk DESC LIMIT 1')
      .get(sessionId, chunk) as { chunk: number; at: number; cols: number; rows: number; data: Buffer } | undefined;
    if (row === undefined) return null;
    return { chunk: row.chunk, at: row.at, state: { cols: row.cols, rows: row.rows, bytes: decompress(row.data) } };
  }

  /** Times of all chunks in pages, page by page, in order. */
  *heads(sessionId: string): Generator<{ firstChunk: number; lastChunk: number; heads: PageHeads }> {
    const rows = this.#connection
      .prepare('SELECT firstChunk, lastChunk, heads FROM pages WHERE sessionId = ? ORDER BY firstChunk')
      .all(sessionId) as { firstChunk: number; lastChunk: number; heads: Buffer }[];
    for (const { firstChunk, lastChunk, heads } of rows) yield { firstChunk, lastChunk, heads: unpackHeads(heads) };
  }

  /** What follows sees the archive as it is now, until `leaveSnapshot`. For a connection with one user at a time. */
  enterSnapshot(): void {
    this.#connection.exec('BEGIN');
  }

  leaveSnapshot(): void {
    if (this.#connection.open && this.#connection.inTransaction) this.#connection.exec('COMMIT');
  }

  /** Blocks that may hold a text: those with the newest lines first. */
  textBlocks({ match, sessionIds, until }: TextBlockQuery): TextBlock[] {
    const from = match === null ? 'texts t' : 'text_index i JOIN texts t ON t.id = i.rowid';
    const conditions = [
      't.firstAt <= :until',
      ...(match === null ? [] : ['text_index MATCH :match']),
      ...(sessionIds === null ? [] : ['t.sessionId IN (SELECT value FROM json_each(:sessionIds))']),
    ];
    return this.#connection
      .prepare(`SELECT t.id, t.sessionId, t.firstLine, t.lastAt FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY t.lastAt DESC, t.id DESC`)
      .all({ until, match, sessionIds: JSON.stringify(sessionIds) }) as TextBlock[];
  }

  /** The lines of a block. */
  lines(id: number): KeptLine[] {
    const data = this.#connection.prepare('SELECT data FROM texts WHERE id = ?').pluck().get(id) as Buffer | undefined;
    return data === undefined ? [] : unpackLines(data);
  }

  #chunksOf(page: PageRow & { heads: Buffer }): readonly ChunkRow[] {
    const { sessionId, firstChunk, lastChunk, offset } = page;
    // A page never changes, and one that takes its place has another end.
    const key = `${sessionId}:${firstChunk}:${lastChunk}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const data = this.#connection
      .prepare('SELECT data FROM segments WHERE sessionId = ? AND firstChunk = ?')
      .pluck()
      .get(sessionId, firstChunk) as Buffer | undefined;
    if (data === undefined) return [];
    const chunks = unpackChunks(firstChunk, offset, unpackHeads(page.heads), data);
    this.#cache.set(key, chunks);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > CACHED_PAGES && oldest !== undefined) this.#cache.delete(oldest);
    return chunks;
  }
}
