import { setImmediate as otherWork } from 'node:timers/promises';
import type { Page, SearchHit, SearchQuery } from '@agents-fleet/contracts';
import { In, type DataSource } from 'typeorm';
import { z } from 'zod';
import type { ArchiveConnection } from '../archive/archive-connection.js';
import type { ArchiveReader, TextBlock } from '../archive/archive-reader.js';
import { foldCase, matchOf } from '../archive/search-terms.js';
import { SessionEntity } from '../entities/session.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { comparePlaces, findInLines, type FoundLine, type LinePlace } from './search-hits.js';

/** Most blocks that one answer looks through, of 128 Ki characters each: some 100 ms. What is left is for the next page. */
const MAX_BLOCKS = 100;
/** Most sessions whose text is looked for by their repo: the newest ones. */
const MAX_SESSIONS = 100_000;

const placeSchema = z.tuple([z.number(), z.string(), z.number()]);

/** Behind everything of this time. */
const beforeAllOf = (at: number): LinePlace => ({ at, sessionId: '\uffff', line: Number.MAX_SAFE_INTEGER });

/** Looks for text that was on screens. */
export class SearchQueries {
  readonly #source: () => Promise<DataSource>;
  readonly #archive: ArchiveConnection;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param archive a connection that nobody else uses */
  constructor(source: () => Promise<DataSource>, archive: ArchiveConnection) {
    this.#source = source;
    this.#archive = archive;
  }

  /**
   * Lines that hold a text, in whatever case, newest first. A page may hold fewer than `limit` hits, even none, and yet
   * have a next one, when there was much to look through. One search at a time; others get their turn while it goes on.
   * @throws InvalidCursorError
   */
  find(query: SearchQuery): Promise<Page<SearchHit>> {
    const result = this.#turn.then(() => this.#find(query));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  close(): void {
    this.#archive.close();
  }

  async #find(query: SearchQuery): Promise<Page<SearchHit>> {
    const after = query.cursor === undefined ? null : placeOf(query.cursor);
    const sessionIds = await this.#sessionIds(query);
    const reader = this.#archive.reader();
    if (reader === null) return { items: [], nextCursor: null };
    reader.enterSnapshot();
    try {
      const { found, next } = await scan(reader, query, sessionIds, after);
      return { items: await this.#withSessions(found), nextCursor: next === null ? null : encodeCursor([next.at, next.sessionId, next.line]) };
    } finally {
      reader.leaveSnapshot();
    }
  }

  async #sessionIds({ sessionId, repo }: SearchQuery): Promise<string[] | null> {
    if (repo === undefined) return sessionId === undefined ? null : [sessionId];
    const source = await this.#source();
    const rows = await source.getRepository(SessionEntity).find({
      select: { id: true },
      where: { repoPath: repo, ...(sessionId === undefined ? {} : { id: sessionId }) },
      order: { startedAt: 'DESC' },
      take: MAX_SESSIONS,
    });
    return rows.map(({ id }) => id);
  }

  /** Hits in sessions that the read models don't know are left out: they may still be in the making. */
  async #withSessions(found: readonly FoundLine[]): Promise<SearchHit[]> {
    const source = await this.#source();
    const ids = [...new Set(found.map(({ sessionId }) => sessionId))];
    const rows = await source.getRepository(SessionEntity).find({
      select: { id: true, name: true, agent: true, repoPath: true, startedAt: true },
      where: { id: In(ids), started: true },
    });
    const sessions = new Map(rows.map(({ id, name, agent, repoPath, startedAt }) => [id, { name, agent, repoPath, startedAt }]));
    return found.flatMap(({ sessionId, hit }) => {
      const session = sessions.get(sessionId);
      return session === undefined ? [] : [{ ...hit, session }];
    });
  }
}

/**
 * Looks through blocks of text from the newest on. Blocks of several sessions overlap in time, so that a hit is certain to
 * be next only when no other block reaches up to it.
 */
async function scan(
  reader: ArchiveReader,
  { q, limit }: SearchQuery,
  sessionIds: readonly string[] | null,
  after: LinePlace | null,
): Promise<{ found: FoundLine[]; next: LinePlace | null }> {
  const text = foldCase(q);
  const blocks = reader.textBlocks({ match: matchOf(q), sessionIds, until: after?.at ?? Number.MAX_SAFE_INTEGER });
  const linesOf = ({ id, sessionId, firstLine }: TextBlock) =>
    findInLines(text, sessionId, firstLine, reader.lines(id)).filter((place) => after === null || comparePlaces(after, place) < 0);
  const found: FoundLine[] = [];
  let waiting: FoundLine[] = [];
  for (let scanned = 0; ; scanned++) {
    const block = blocks[scanned];
    const sure = waiting.filter(({ at }) => block === undefined || at > block.lastAt);
    found.push(...sure);
    if (found.length > limit) return { found: found.slice(0, limit), next: found[limit - 1] ?? null };
    if (block === undefined) return { found, next: null };
    if (scanned >= MAX_BLOCKS && (after === null || block.lastAt < after.at)) return { found, next: beforeAllOf(block.lastAt) };
    waiting = [...waiting.slice(sure.length), ...linesOf(block)].sort(comparePlaces).slice(0, limit + 1 - found.length);
    await otherWork();
  }
}

function placeOf(cursor: string): LinePlace {
  const [at, sessionId, line] = decodeCursor(cursor, placeSchema);
  return { at, sessionId, line };
}
