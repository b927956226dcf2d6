import {
  nanoUsdToUsd,
  type Artifact,
  type Marker,
  type Page,
  type PageQuery,
  type StdinEvent,
  type UsageEntry,
} from '@agents-fleet/contracts';
import { In, MoreThan, type DataSource, type EntitySchema, type FindOptionsOrder, type FindOptionsWhere } from 'typeorm';
import { SessionEntity } from '../entities/session.js';
import { StdinEventEntity, type StdinEventRow } from '../entities/terminal.js';
import { ArtifactEntity, MarkerEntity, type ArtifactRow, type MarkerRow } from '../entities/timeline.js';
import { CostEntity, RequestViewEntity, UsageEntity, type CostRow, type UsageRow } from '../entities/usage.js';
import { decodeCursor, numberCursorSchema } from './cursor.js';
import { toPage } from './page.js';

type Source = () => Promise<DataSource>;

/** The moments of a session's life, oldest first. */
export class MarkerQueries {
  constructor(private readonly source: Source) {}

  async list(sessionId: string, query: PageQuery): Promise<Page<Marker>> {
    const rows = await bySeq(await this.source(), MarkerEntity, sessionId, query);
    return toPage(rows, query.limit, toMarker, (row) => [row.streamSeq]);
  }

  /** Place in the log of the newest marker of all sessions, 0 before the first. */
  async newestSeq(): Promise<number> {
    const rows: { seq: number | null }[] = await (await this.source()).query('SELECT max(streamSeq) AS seq FROM markers');
    return rows[0]?.seq ?? 0;
  }

  /** Markers of all sessions that come after a place in the log, oldest first, and the place of the last of them. */
  async since(seq: number, limit: number): Promise<{ items: Marker[]; seq: number }> {
    const rows = await (await this.source())
      .getRepository(MarkerEntity)
      .find({ where: { streamSeq: MoreThan(seq) }, order: { streamSeq: 'ASC' }, take: limit });
    return { items: rows.map(toMarker), seq: rows.at(-1)?.streamSeq ?? seq };
  }
}

/** What was kept for a session, oldest first. */
export class ArtifactQueries {
  constructor(private readonly source: Source) {}

  async list(sessionId: string, query: PageQuery): Promise<Page<Artifact>> {
    const rows = await bySeq(await this.source(), ArtifactEntity, sessionId, query);
    return toPage(rows, query.limit, toArtifact, (row) => [row.streamSeq]);
  }

  async get(sessionId: string, artifactId: string): Promise<Artifact | null> {
    const row = await (await this.source()).getRepository(ArtifactEntity).findOneBy({ sessionId, id: artifactId });
    return row === null ? null : toArtifact(row);
  }
}

/** Usage records with their cost, oldest first. */
export class UsageQueries {
  constructor(private readonly source: Source) {}

  async list(sessionId: string, query: PageQuery): Promise<Page<UsageEntry>> {
    const source = await this.source();
    const rows = await bySeq(source, UsageEntity, sessionId, query);
    const costs = await source.getRepository(CostEntity).findBy({ usageId: In(rows.map((row) => row.usageId)) });
    const byId = new Map(costs.map((cost) => [cost.usageId, cost]));
    const isCounted = await whatIsCounted(source, sessionId, rows);
    const show = (row: UsageRow) => toUsageEntry(row, byId.get(row.usageId), isCounted(row));
    return toPage(rows, query.limit, show, (row) => [row.streamSeq]);
  }
}

/** What was typed, oldest first. */
export class StdinQueries {
  constructor(private readonly source: Source) {}

  async list(sessionId: string, query: PageQuery): Promise<Page<StdinEvent>> {
    const [after] = query.cursor === undefined ? [0] : decodeCursor(query.cursor, numberCursorSchema);
    const rows = await (await this.source()).getRepository(StdinEventEntity).find({
      where: { sessionId, n: MoreThan(after) },
      order: { n: 'ASC' },
      take: query.limit + 1,
    });
    return toPage(rows, query.limit, toStdinEvent, (row) => [row.n]);
  }
}

async function bySeq<Row extends { sessionId: string; streamSeq: number }>(
  source: DataSource,
  entity: EntitySchema<Row>,
  sessionId: string,
  query: PageQuery,
): Promise<Row[]> {
  const [after] = query.cursor === undefined ? [0] : decodeCursor(query.cursor, numberCursorSchema);
  // TypeORM can't see that a generic row has these two columns.
  const where = { sessionId, streamSeq: MoreThan(after) } as FindOptionsWhere<Row>;
  const order = { streamSeq: 'ASC' } as FindOptionsOrder<Row>;
  return source.getRepository(entity).find({ where, order, take: query.limit + 1 });
}

/** Whether the session's figures count a record: the best view of its request, or what is said by the session's source. */
async function whatIsCounted(source: DataSource, sessionId: string, rows: readonly UsageRow[]): Promise<(row: UsageRow) => boolean> {
  const session = await source.getRepository(SessionEntity).findOneBy({ id: sessionId });
  if (session === null) return () => false;
  const { usageScope, usageSource, tokensSource } = session;
  const requestIds = rows.flatMap(({ requestId }) => (requestId === null ? [] : [requestId]));
  const best = await source.getRepository(RequestViewEntity).findBy({ sessionId, requestId: In(requestIds) });
  const bestIds = new Set(best.map(({ usageId }) => usageId));
  return (row) =>
    row.requestId === null
      ? usageScope === 'session' && (row.source === usageSource || row.source === tokensSource)
      : bestIds.has(row.usageId);
}

function toMarker({ streamSeq: _, ...marker }: MarkerRow): Marker {
  return marker;
}

function toArtifact({ streamSeq: _, ...artifact }: ArtifactRow): Artifact {
  return artifact;
}

function toStdinEvent(row: StdinEventRow): StdinEvent {
  return {
    n: row.n,
    at: new Date(row.at).toISOString(),
    text: row.redacted ? null : row.data.toString('utf8'),
    redacted: row.redacted,
    length: row.length,
  };
}

/** What has no price yet is in no figure yet. */
function toUsageEntry(row: UsageRow, cost: CostRow | undefined, isCounted: boolean): UsageEntry {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = row;
  return {
    usageId: row.usageId,
    requestId: row.requestId,
    at: row.at,
    source: row.source,
    partial: row.partial,
    counted: cost !== undefined && isCounted,
    model: row.model,
    tokens: { input, cacheRead, cacheWrite5m, cacheWrite1h, output },
    costUsd: cost === undefined ? null : nanoUsdToUsd(cost.costNanoUsd),
    confidence: cost?.confidence ?? null,
    priceSource: cost?.priceSource ?? null,
  };
}
