import type { EntityManager } from 'typeorm';
import type { SpendRollupRow } from '../entities/usage.js';

/** What to add to one rollup; negative numbers take away. */
export type SpendChange = SpendRollupRow;

const KEY = ['day', 'repoPath', 'command', 'model', 'kind'] as const;
const SUMS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'costNanoUsd'] as const;
const names = [...KEY, ...SUMS].map((name) => `"${name}"`);

const ADD = `INSERT INTO spend_rollups (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
  ON CONFLICT DO UPDATE SET ${SUMS.map((name) => `"${name}" = "${name}" + excluded."${name}"`).join(', ')}`;
const DROP_EMPTY = `DELETE FROM spend_rollups WHERE ${KEY.map((name) => `"${name}" = ?`).join(' AND ')}
  AND ${SUMS.map((name) => `"${name}" = 0`).join(' AND ')}`;

/** Applies changes. A rollup that comes to nothing goes: which batches brought it there must not show. */
export async function addSpend(manager: EntityManager, changes: readonly SpendChange[]): Promise<void> {
  for (const change of changes) {
    const key = KEY.map((name) => change[name]);
    await manager.query(ADD, [...key, ...SUMS.map((name) => change[name])]);
    await manager.query(DROP_EMPTY, key);
  }
}
