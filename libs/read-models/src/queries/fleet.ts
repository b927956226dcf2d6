import { nanoUsdToUsd } from '@agents-fleet/contracts';
import type { DataSource } from 'typeorm';
import { CheckpointEntity, DeadLetterEntity, type CheckpointRow } from '../entities/bookkeeping.js';

type Source = () => Promise<DataSource>;

/** Repos that sessions have run in. */
export class RepoQueries {
  constructor(private readonly source: Source) {}

  /** Newest first. */
  async recent(limit: number): Promise<{ path: string; lastUsedAt: string }[]> {
    return (await this.source()).query(
      `SELECT repoPath AS path, max(startedAt) AS lastUsedAt FROM sessions WHERE started = 1
       GROUP BY repoPath ORDER BY lastUsedAt DESC LIMIT ?`,
      [limit],
    );
  }
}

/** What to sum spend by, and over which UTC days (both ends included). */
export interface SpendQuery {
  /** `YYYY-MM-DD`. */
  from: string;
  to: string;
  bucket: 'day' | 'week' | 'month';
  by: 'repo' | 'command' | 'model' | 'kind';
}

/** Spend of one group in one bucket. `bucket` is its first day; a week begins on Monday. */
export interface SpendItem {
  bucket: string;
  key: string;
  costUsd: number;
  tokens: { input: number; cacheRead: number; cacheWrite: number; output: number };
}

const BUCKETS = {
  day: 'day',
  // `weekday 1` goes on to the next Monday, so six days back first.
  week: `date(day, '-6 days', 'weekday 1')`,
  month: `strftime('%Y-%m-01', day)`,
} as const;
const GROUPS = { repo: 'repoPath', command: 'command', model: 'model', kind: 'kind' } as const;

/** Spend over time. */
export class SpendQueries {
  constructor(private readonly source: Source) {}

  /** Oldest bucket first, dearest group first. */
  async list(query: SpendQuery): Promise<SpendItem[]> {
    const rows: { bucket: string; key: string; nanoUsd: number; input: number; cacheRead: number; cacheWrite: number; output: number }[] =
      await (await this.source()).query(
        `SELECT ${BUCKETS[query.bucket]} AS bucket, ${GROUPS[query.by]} AS key, sum(costNanoUsd) AS nanoUsd,
           sum(input) AS input, sum(cacheRead) AS cacheRead, sum(cacheWrite5m + cacheWrite1h) AS cacheWrite,
           sum(output) AS output
         FROM spend_rollups WHERE day BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, nanoUsd DESC, key`,
        [query.from, query.to],
      );
    return rows.map(({ bucket, key, nanoUsd, ...tokens }) => ({ bucket, key, costUsd: nanoUsdToUsd(nanoUsd), tokens }));
  }
}

/** Messages that could not be applied. */
export class DeadLetterQueries {
  constructor(private readonly source: Source) {}

  async count(): Promise<number> {
    return (await this.source()).getRepository(DeadLetterEntity).count();
  }
}

/** How far the projections have come. */
export class CheckpointQueries {
  constructor(private readonly source: Source) {}

  async list(): Promise<CheckpointRow[]> {
    return (await this.source()).getRepository(CheckpointEntity).find({ order: { projection: 'ASC' } });
  }
}
