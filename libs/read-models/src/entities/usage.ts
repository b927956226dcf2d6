import type { Confidence, PriceSource, UsageSource } from '@agents-fleet/contracts';
import { EntitySchema } from 'typeorm';

/** Tokens by class, as columns. */
export interface TokenColumns {
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
}

const tokenColumns = {
  input: { type: 'integer' },
  cacheRead: { type: 'integer' },
  cacheWrite5m: { type: 'integer' },
  cacheWrite1h: { type: 'integer' },
  output: { type: 'integer' },
} as const;

/** One usage record. */
export interface UsageRow extends TokenColumns {
  usageId: string;
  sessionId: string;
  at: string;
  /** Place in `FLEET_LOG`: the order in which they are listed. */
  streamSeq: number;
  source: UsageSource;
  model: string | null;
}

export const UsageEntity = new EntitySchema<UsageRow>({
  name: 'Usage',
  tableName: 'usage',
  columns: {
    usageId: { type: 'text', primary: true },
    sessionId: { type: 'text' },
    at: { type: 'text' },
    streamSeq: { type: 'integer' },
    source: { type: 'text' },
    model: { type: 'text', nullable: true },
    ...tokenColumns,
  },
  indices: [{ name: 'usage_of_session', columns: ['sessionId', 'streamSeq'] }],
});

/** The price of a usage record. */
export interface CostRow {
  usageId: string;
  sessionId: string;
  costNanoUsd: number;
  confidence: Confidence;
  priceSource: PriceSource;
}

export const CostEntity = new EntitySchema<CostRow>({
  name: 'Cost',
  tableName: 'costs',
  columns: {
    usageId: { type: 'text', primary: true },
    sessionId: { type: 'text' },
    costNanoUsd: { type: 'integer' },
    confidence: { type: 'text' },
    priceSource: { type: 'simple-json' },
  },
});

/** What one source has said about one session on one day with one model, summed: totals come from these rows. */
export interface UsageTotalRow extends TokenColumns {
  sessionId: string;
  source: UsageSource;
  /** UTC day, `YYYY-MM-DD`. */
  day: string;
  /** Empty when no model is known. */
  model: string;
  costNanoUsd: number;
  /** The worst of the records. */
  confidence: Confidence;
}

export const UsageTotalEntity = new EntitySchema<UsageTotalRow>({
  name: 'UsageTotal',
  tableName: 'usage_totals',
  columns: {
    sessionId: { type: 'text', primary: true },
    source: { type: 'text', primary: true },
    day: { type: 'text', primary: true },
    model: { type: 'text', primary: true },
    ...tokenColumns,
    costNanoUsd: { type: 'integer' },
    confidence: { type: 'text' },
  },
});

/** What was spent on a day: each session counted by its best source only. Command and model are empty when unknown. */
export interface SpendRollupRow extends TokenColumns {
  day: string;
  repoPath: string;
  command: string;
  model: string;
  kind: string;
  costNanoUsd: number;
}

export const SpendRollupEntity = new EntitySchema<SpendRollupRow>({
  name: 'SpendRollup',
  tableName: 'spend_rollups',
  columns: {
    day: { type: 'text', primary: true },
    repoPath: { type: 'text', primary: true },
    command: { type: 'text', primary: true },
    model: { type: 'text', primary: true },
    kind: { type: 'text', primary: true },
    ...tokenColumns,
    costNanoUsd: { type: 'integer' },
  },
});
