import type { Timeline } from '@agents-fleet/contracts';
import type { DataSource } from 'typeorm';
import type { ArchiveConnection } from '../archive/archive-connection.js';
import type { StateBefore } from '../archive/archive-rows.js';
import { TerminalEntity } from '../entities/terminal.js';
import { MarkerEntity } from '../entities/timeline.js';
import { TimelineBuilder } from './timeline-builder.js';

/** One record of a terminal, in the order of `n`. */
export interface ChunkRow {
  n: number;
  kind: 'output' | 'resize';
  /** Milliseconds since the epoch. */
  at: number;
  /** Output bytes before this chunk. */
  offset: number;
  data: Buffer;
}

/** How far the record of a terminal goes. */
export interface TerminalPosition {
  /** Newest chunk up to which there is no hole. */
  lastChunk: number;
  /** Output bytes up to and with it. */
  bytes: number;
  /** Every chunk of this session above `lastChunk` has a higher seq in `FLEET_PTY` than this. */
  streamSeq: number;
}

/** Most rows of one answer, whatever their size: keeps a query short when chunks are single keystrokes. */
const MAX_ROWS = 2_000;

/**
 * Reads what terminals wrote, be it in the read models or in the archive. Only chunks without a hole before them are
 * shown.
 */
export class TerminalQueries {
  readonly #source: () => Promise<DataSource>;
  readonly #archive: ArchiveConnection;

  constructor(source: () => Promise<DataSource>, archive: ArchiveConnection) {
    this.#source = source;
    this.#archive = archive;
  }

  /**
   * Chunks with `n >= from` in order, until `maxBytes` of data is reached (at least one chunk). An empty answer
   * means that there is nothing more now, or that the terminal is no longer kept.
   */
  async chunks(sessionId: string, { from, maxBytes }: { from: number; maxBytes: number }): Promise<ChunkRow[]> {
    const first = Math.max(1, from);
    const position = await this.position(sessionId);
    if (position === null || position.lastChunk < first) return [];
    const stored = await this.#storedChunks(sessionId, first, position.lastChunk, maxBytes);
    // Chunks go from here once they are in the archive, the oldest first: the answer is whole, or begins too late.
    if (stored[0]?.n === first) return stored;
    const archived = this.#archive.reader()?.chunksFrom(sessionId, first) ?? [];
    const until = lastWithin(archived.slice(0, MAX_ROWS).map(({ n, data }) => ({ n, size: data.length })), maxBytes);
    return until === null ? [] : archived.slice(0, until - first + 1);
  }

  /** The newest kept state of a session's terminal at chunk `chunk` or before; `null` when there is none. */
  async stateBefore(sessionId: string, chunk: number): Promise<StateBefore | null> {
    return Promise.resolve(this.#archive.reader()?.stateBefore(sessionId, chunk) ?? null);
  }

  /** When a session's terminal printed what; without points once its terminal is no longer kept. */
  async timeline(sessionId: string): Promise<Timeline> {
    const position = await this.position(sessionId);
    const builder = new TimelineBuilder(position?.lastChunk ?? 0);
    if (position === null) return builder.finish(0);
    let next = 1;
    for (const { firstChunk, lastChunk, heads } of this.#archive.reader()?.heads(sessionId) ?? []) {
      for (let n = builder.firstFrom(firstChunk); n <= lastChunk; n = builder.firstFrom(n + 1)) builder.add(n, heads.ats[n - firstChunk] ?? 0);
      next = lastChunk + 1;
    }
    const source = await this.#source();
    const rows: { n: number; at: number }[] = await source.query(
      'SELECT n, at FROM pty_chunks WHERE sessionId = ? AND n >= ? AND n <= ? AND ((n - 1) % ? = 0 OR n = ?) ORDER BY n',
      [sessionId, next, position.lastChunk, builder.step, position.lastChunk],
    );
    for (const { n, at } of rows) builder.add(n, at);
    return builder.finish(position.bytes);
  }

  async #storedChunks(sessionId: string, from: number, lastChunk: number, maxBytes: number): Promise<ChunkRow[]> {
    const source = await this.#source();
    // The sizes alone first: they are in the row's head, so a page of them costs little.
    const sizes: { n: number; size: number }[] = await source.query(
      `SELECT n, length(data) AS size FROM pty_chunks WHERE sessionId = ? AND n >= ? AND n <= ? ORDER BY n LIMIT ?`,
      [sessionId, from, lastChunk, MAX_ROWS],
    );
    const until = lastWithin(sizes, maxBytes);
    if (until === null) return [];
    // Not by the query builder: with it, making the objects costs more than reading the bytes.
    return source.query(
      `SELECT n, kind, at, "offset", data FROM pty_chunks WHERE sessionId = ? AND n >= ? AND n <= ? ORDER BY n`,
      [sessionId, from, until],
    );
  }

  async position(sessionId: string): Promise<TerminalPosition | null> {
    const source = await this.#source();
    const rows: (TerminalPosition & { ahead: number | null })[] = await source.query(
      `SELECT lastChunk, bytes, streamSeq,
         CASE WHEN newestChunk > lastChunk
           THEN (SELECT min(c.streamSeq) FROM pty_chunks c WHERE c.sessionId = t.sessionId AND c.n > t.lastChunk)
         END AS ahead
       FROM terminals t WHERE sessionId = ?`,
      [sessionId],
    );
    const row = rows[0];
    if (row === undefined) return null;
    return { lastChunk: row.lastChunk, bytes: row.bytes, streamSeq: row.ahead === null ? row.streamSeq : row.ahead - 1 };
  }

  /** Number of the last chunk of a session that has ended, as its end says, recorded or not; `null` before the end. */
  async endsAt(sessionId: string): Promise<number | null> {
    const source = await this.#source();
    const marker = await source.getRepository(MarkerEntity).findOneBy({ sessionId, type: 'ended' });
    return marker === null ? null : (marker.chunk ?? 0);
  }

  /** The size now, `null` before the first chunk. */
  async size(sessionId: string): Promise<{ cols: number; rows: number } | null> {
    const source = await this.#source();
    const row = await source
      .getRepository(TerminalEntity)
      .findOne({ select: { sessionId: true, cols: true, rows: true }, where: { sessionId } });
    const { cols, rows } = row ?? { cols: null, rows: null };
    return cols === null || rows === null ? null : { cols, rows };
  }
}

function lastWithin(sizes: readonly { n: number; size: number }[], maxBytes: number): number | null {
  let bytes = 0;
  let last: number | null = null;
  for (const { n, size } of sizes) {
    if (last !== null && bytes + size > maxBytes) break;
    bytes += size;
    last = n;
  }
  return last;
}
