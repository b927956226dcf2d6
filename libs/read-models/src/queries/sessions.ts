import type { ListSessionsQuery, Page, Session } from '@agents-fleet/contracts';
import { In, type DataSource, type SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { SessionEntity, type SessionRow } from '../entities/session.js';
import { TerminalEntity } from '../entities/terminal.js';
import { decodeCursor } from './cursor.js';
import { toPage } from './page.js';
import { toSession, type TerminalSummary } from './session-view.js';

const positionSchema = z.tuple([z.string(), z.string()]);

/** Reads sessions. Rows of which only later events have arrived are not shown. */
export class SessionQueries {
  readonly #source: () => Promise<DataSource>;

  constructor(source: () => Promise<DataSource>) {
    this.#source = source;
  }

  /**
   * Newest first; filtered; by cursor.
   * @throws InvalidCursorError
   */
  async list(query: ListSessionsQuery): Promise<Page<Session>> {
    const source = await this.#source();
    const rows = source.getRepository(SessionEntity).createQueryBuilder('session').where('session.started = 1');
    filter(rows, query);
    if (query.cursor !== undefined) {
      const [startedAt, id] = decodeCursor(query.cursor, positionSchema);
      rows.andWhere('(session.startedAt, session.id) < (:startedAt, :id)', { startedAt, id });
    }
    const found = await rows
      .orderBy('session.startedAt', 'DESC')
      .addOrderBy('session.id', 'DESC')
      .limit(query.limit + 1)
      .getMany();
    const show = await viewer(source, found);
    return toPage(found, query.limit, show, (row) => [row.startedAt, row.id]);
  }

  async get(id: string): Promise<Session | null> {
    const source = await this.#source();
    const row = await source.getRepository(SessionEntity).findOneBy({ id, started: true });
    return row === null ? null : (await viewer(source, [row]))(row);
  }

  /** Several at once, for those that have changed. Unknown ids are left out. */
  async getMany(ids: readonly string[]): Promise<Session[]> {
    const source = await this.#source();
    const rows = await source.getRepository(SessionEntity).findBy({ id: In([...ids]), started: true });
    return rows.map(await viewer(source, rows));
  }

  /** Ids of the sessions of a repo that have not ended. */
  async liveIdsOfRepo(repoPath: string): Promise<string[]> {
    const source = await this.#source();
    const rows = await source
      .getRepository(SessionEntity)
      .createQueryBuilder('session')
      .select('session.id')
      .where(`session.started = 1 AND session.status <> 'ended' AND session.repoPath = :repoPath`, { repoPath })
      .orderBy('session.startedAt')
      .getMany();
    return rows.map((row) => row.id);
  }
}

function filter(rows: SelectQueryBuilder<SessionRow>, query: ListSessionsQuery): void {
  if (query.status === 'live') rows.andWhere(`session.status <> 'ended'`);
  else if (query.status !== undefined) rows.andWhere('session.status = :status', { status: query.status });
  if (query.kind !== undefined) rows.andWhere('session.kind = :kind', { kind: query.kind });
  if (query.repo !== undefined) rows.andWhere('session.repoPath = :repo', { repo: query.repo });
  if (query.q !== undefined && query.q !== '') {
    const like = (column: string) => `session.${column} LIKE :q ESCAPE '\\'`;
    rows.andWhere(`(${like('name')} OR ${like('command')} OR ${like('repoPath')})`, { q: `%${escapeLike(query.q)}%` });
  }
}

/** Makes `%` and `_` of a search mean themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Shows any of these rows as the API does, with what other tables know of them. */
async function viewer(source: DataSource, rows: readonly SessionRow[]): Promise<(row: SessionRow) => Session> {
  const terminals = await terminalsOf(source, rows);
  const resumedBy = await resumedByOf(source, rows);
  return (row) => toSession(row, terminals.get(row.id), resumedBy.get(row.id));
}

/** The newest session that took up each of these, by the id of the one that was taken up. */
async function resumedByOf(source: DataSource, sessions: readonly SessionRow[]): Promise<Map<string, string>> {
  const rows = await source.getRepository(SessionEntity).find({
    select: { id: true, resumeOf: true },
    where: { resumeOf: In(sessions.map((session) => session.id)), started: true },
    order: { startedAt: 'ASC', id: 'ASC' },
  });
  return new Map(rows.map((row) => [row.resumeOf ?? '', row.id]));
}

async function terminalsOf(source: DataSource, sessions: readonly SessionRow[]): Promise<Map<string, TerminalSummary>> {
  const rows: TerminalSummary[] = await source.getRepository(TerminalEntity).find({
    select: { sessionId: true, lastChunk: true, bytes: true, cols: true, rows: true, lastActivityMs: true, lastLine: true, expired: true },
    where: { sessionId: In(sessions.map((session) => session.id)) },
  });
  return new Map(rows.map((row) => [row.sessionId, row]));
}
