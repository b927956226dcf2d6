import { In, type EntityManager, type EntitySchema, type ObjectLiteral } from 'typeorm';
import { ProcessedEventEntity, type ProcessedEventRow } from '../entities/bookkeeping.js';
import { SessionEntity, type RecentCost, type SessionRow } from '../entities/session.js';
import { StdinEventEntity, type StdinEventRow } from '../entities/terminal.js';
import { ArtifactEntity, MarkerEntity, type ArtifactRow, type MarkerRow } from '../entities/timeline.js';
import {
  CostEntity,
  RequestViewEntity,
  USAGE_TOTAL_KEY,
  UsageEntity,
  UsageTotalEntity,
  type CostMinuteRow,
  type CostRow,
  type RequestViewRow,
  type UsageRow,
  type UsageTotalRow,
} from '../entities/usage.js';
import { addCostMinutes, newestCostMinutes, type CostMinuteChange } from './cost-minute-writer.js';
import { addSpend, type SpendChange } from './spend-writer.js';
import { TerminalWriter } from './terminal-writer.js';

/** Rows of one statement: keeps it below SQLite's 32,766 parameters for the widest table (51 columns). */
const ROWS_PER_STATEMENT = 500;

/** Changes the read models inside one transaction. Every `add…` skips rows that are there already. */
export class ReadModelWriter {
  readonly terminals: TerminalWriter;
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
    this.terminals = new TerminalWriter(manager);
  }

  /** Which of these events have been applied before. */
  async processedEvents(eventIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.#find(ProcessedEventEntity, 'eventId', eventIds);
    return new Set(rows.map((row) => row.eventId));
  }

  addProcessedEvents(rows: readonly ProcessedEventRow[]): Promise<void> {
    return this.#add(ProcessedEventEntity, rows);
  }

  async sessions(ids: readonly string[]): Promise<Map<string, SessionRow>> {
    const rows = await this.#find(SessionEntity, 'id', ids);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async saveSessions(rows: readonly SessionRow[]): Promise<void> {
    for (const some of slices(rows)) await this.#manager.upsert(SessionEntity, some, ['id']);
  }

  usageTotals(sessionIds: readonly string[]): Promise<UsageTotalRow[]> {
    return this.#find(UsageTotalEntity, 'sessionId', sessionIds);
  }

  /** Rows of no view go. */
  async saveUsageTotals(rows: readonly UsageTotalRow[]): Promise<void> {
    const [kept, gone] = [rows.filter(({ views }) => views > 0), rows.filter(({ views }) => views === 0)];
    for (const some of slices(kept)) await this.#manager.upsert(UsageTotalEntity, some, [...USAGE_TOTAL_KEY]);
    for (const row of gone) {
      await this.#manager.delete(UsageTotalEntity, Object.fromEntries(USAGE_TOTAL_KEY.map((name) => [name, row[name]])));
    }
  }

  /** The best views that are known of a session's requests. */
  async requestViews(sessionId: string, requestIds: readonly string[]): Promise<RequestViewRow[]> {
    return requestIds.length === 0 ? [] : this.#manager.findBy(RequestViewEntity, { sessionId, requestId: In([...requestIds]) });
  }

  async saveRequestViews(rows: readonly RequestViewRow[]): Promise<void> {
    for (const some of slices(rows)) await this.#manager.upsert(RequestViewEntity, some, ['sessionId', 'requestId']);
  }

  addUsage(rows: readonly UsageRow[]): Promise<void> {
    return this.#add(UsageEntity, rows);
  }

  addCosts(rows: readonly CostRow[]): Promise<void> {
    return this.#add(CostEntity, rows);
  }

  addMarkers(rows: readonly MarkerRow[]): Promise<void> {
    return this.#add(MarkerEntity, rows);
  }

  /** An artifact with the id of one that is there takes its place. */
  async saveArtifacts(rows: readonly ArtifactRow[]): Promise<void> {
    const newest = new Map(rows.map((row) => [row.id, row]));
    await this.removeArtifacts([...newest.keys()]);
    await this.#add(ArtifactEntity, [...newest.values()]);
  }

  async removeArtifacts(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#manager.delete(ArtifactEntity, { id: In([...ids]) });
  }

  addStdinEvents(rows: readonly StdinEventRow[]): Promise<void> {
    return this.#add(StdinEventEntity, rows);
  }

  /** Adds to what was spent by the minute, or takes away. */
  addCostMinutes(changes: readonly CostMinuteChange[]): Promise<void> {
    return addCostMinutes(this.#manager, changes);
  }

  newestCostMinutes(of: Pick<CostMinuteRow, 'sessionId' | 'view'>, limit: number): Promise<RecentCost[]> {
    return newestCostMinutes(this.#manager, of, limit);
  }

  /** Adds to the rollups, or takes away. */
  addSpend(changes: readonly SpendChange[]): Promise<void> {
    return addSpend(this.#manager, changes);
  }

  async #add<Row extends ObjectLiteral>(entity: EntitySchema<Row>, rows: readonly Row[]): Promise<void> {
    for (const some of slices(rows)) {
      await this.#manager.createQueryBuilder().insert().into(entity).values(some).orIgnore().updateEntity(false).execute();
    }
  }

  async #find<Row extends ObjectLiteral>(entity: EntitySchema<Row>, column: string, ids: readonly string[]): Promise<Row[]> {
    if (ids.length === 0) return [];
    return this.#manager.createQueryBuilder(entity, 'row').where({ [column]: In([...ids]) }).getMany();
  }
}

function* slices<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) yield rows.slice(start, start + ROWS_PER_STATEMENT);
}
