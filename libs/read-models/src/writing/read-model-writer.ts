import { In, type EntityManager, type EntitySchema, type ObjectLiteral } from 'typeorm';
import { ProcessedEventEntity, type ProcessedEventRow } from '../entities/bookkeeping.js';
import { SessionEntity, type SessionRow } from '../entities/session.js';
import { StdinEventEntity, type StdinEventRow } from '../entities/terminal.js';
import { ArtifactEntity, MarkerEntity, type ArtifactRow, type MarkerRow } from '../entities/timeline.js';
import { CostEntity, UsageEntity, UsageTotalEntity, type CostRow, type UsageRow, type UsageTotalRow } from '../entities/usage.js';
import { insertRows } from './insert-rows.js';
import { addSpend, type SpendChange } from './spend-writer.js';
import { TerminalWriter } from './terminal-writer.js';

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
    await insertRows(this.#manager, SessionEntity, rows, 'replace');
  }

  usageTotals(sessionIds: readonly string[]): Promise<UsageTotalRow[]> {
    return this.#find(UsageTotalEntity, 'sessionId', sessionIds);
  }

  async saveUsageTotals(rows: readonly UsageTotalRow[]): Promise<void> {
    await insertRows(this.#manager, UsageTotalEntity, rows, 'replace');
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

  addArtifacts(rows: readonly ArtifactRow[]): Promise<void> {
    return this.#add(ArtifactEntity, rows);
  }

  addStdinEvents(rows: readonly StdinEventRow[]): Promise<void> {
    return this.#add(StdinEventEntity, rows);
  }

  /** Adds to the rollups, or takes away. */
  addSpend(changes: readonly SpendChange[]): Promise<void> {
    return addSpend(this.#manager, changes);
  }

  async #add<Row extends ObjectLiteral>(entity: EntitySchema<Row>, rows: readonly Row[]): Promise<void> {
    await insertRows(this.#manager, entity, rows, 'keep');
  }

  async #find<Row extends ObjectLiteral>(entity: EntitySchema<Row>, column: string, ids: readonly string[]): Promise<Row[]> {
    if (ids.length === 0) return [];
    return this.#manager.createQueryBuilder(entity, 'row').where({ [column]: In([...ids]) }).getMany();
  }
}
