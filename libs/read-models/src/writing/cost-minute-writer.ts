import type { EntityManager } from 'typeorm';
import type { RecentCost } from '../entities/session.js';
import { CostMinuteEntity, type CostMinuteRow } from '../entities/usage.js';

/** What to add to one minute; negative numbers take away. */
export type CostMinuteChange = CostMinuteRow;

const ADD = `INSERT INTO cost_minutes ("sessionId", "view", "minute", "costNanoUsd") VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET "costNanoUsd" = "costNanoUsd" + excluded."costNanoUsd"`;

/** Applies changes. A minute that comes to nothing goes: which batches brought it there must not show. */
export async function addCostMinutes(manager: EntityManager, changes: readonly CostMinuteChange[]): Promise<void> {
  for (const { sessionId, view, minute, costNanoUsd } of changes) {
    await manager.query(ADD, [sessionId, view, minute, costNanoUsd]);
    await manager.delete(CostMinuteEntity, { sessionId, view, minute, costNanoUsd: 0 });
  }
}

/** The newest minutes in which something was spent, newest first. */
export async function newestCostMinutes(
  manager: EntityManager,
  { sessionId, view }: Pick<CostMinuteRow, 'sessionId' | 'view'>,
  limit: number,
): Promise<RecentCost[]> {
  const rows = await manager.find(CostMinuteEntity, { where: { sessionId, view }, order: { minute: 'DESC' }, take: limit });
  return rows.map(({ minute, costNanoUsd }) => ({ at: minute, costNanoUsd }));
}
