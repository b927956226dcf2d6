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
  /** The request that it is a view of; `null` for a report of the session as a whole. */
  requestId: string | null;
  partial: boolean;
  model: string | null;
  serviceTier: string | null;
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
    requestId: { type: 'text', nullable: true },
    partial: { type: 'boolean', default: false },
    model: { type: 'text', nullable: true },
    serviceTier: { type: 'text', nullable: true },
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

/** The best view of one request that is known: what the session's figures count. */
export interface RequestViewRow extends TokenColumns {
  sessionId: string;
  requestId: string;
  usageId: string;
  /** When it was priced, ISO 8601 UTC. */
  at: string;
  source: UsageSource;
  partial: boolean;
  model: string | null;
  costNanoUsd: number;
  confidence: Confidence;
}

export const RequestViewEntity = new EntitySchema<RequestViewRow>({
  name: 'RequestView',
  tableName: 'request_views',
  columns: {
    sessionId: { type: 'text', primary: true },
    requestId: { type: 'text', primary: true },
    usageId: { type: 'text' },
    at: { type: 'text' },
    source: { type: 'text' },
    partial: { type: 'boolean' },
    model: { type: 'text', nullable: true },
    ...tokenColumns,
    costNanoUsd: { type: 'integer' },
    confidence: { type: 'text' },
  },
});

/** Tokens by class as exact sums. */
export type ExactTokenColumns = Record<keyof TokenColumns, bigint>;

/** An exact integer of any size. As text: what SQLite calls an integer has 64 bits, and its driver reads 53 of them. */
const exactColumn = {
  type: 'text',
  transformer: { to: (value: bigint) => String(value), from: (stored: string) => BigInt(stored) },
} as const;

/**
 * Views of one session that have all of these in common, summed: totals come from these rows. Exact, and with the
 * confidence in the key, so that a view that a better one replaces can be taken out again (decision 10).
 */
export interface UsageTotalRow extends ExactTokenColumns {
  sessionId: string;
  /** Views of single requests, or of the session as a whole. */
  scope: 'request' | 'session';
  source: UsageSource;
  confidence: Confidence;
  /** UTC day, `YYYY-MM-DD`. */
  day: string;
  /** Empty when no model is known. */
  model: string;
  /** How many views; a row of none is removed. */
  views: number;
  costNanoUsd: bigint;
}

export const USAGE_TOTAL_KEY = ['sessionId', 'scope', 'source', 'confidence', 'day', 'model'] as const satisfies readonly (keyof UsageTotalRow)[];

export const UsageTotalEntity = new EntitySchema<UsageTotalRow>({
  name: 'UsageTotal',
  tableName: 'usage_totals',
  columns: {
    sessionId: { type: 'text', primary: true },
    scope: { type: 'text', primary: true },
    source: { type: 'text', primary: true },
    confidence: { type: 'text', primary: true },
    day: { type: 'text', primary: true },
    model: { type: 'text', primary: true },
    views: { type: 'integer' },
    input: exactColumn,
    cacheRead: exactColumn,
    cacheWrite5m: exactColumn,
    cacheWrite1h: exactColumn,
    output: exactColumn,
    costNanoUsd: exactColumn,
  },
});

/** What a session's views cost by the minute, for its burn rate. */
export interface CostMinuteRow {
  sessionId: string;
  /** `request`, or the source that says it of the session as a whole. */
  view: 'request' | UsageSource;
  /** The minute's beginning, ISO 8601 UTC. */
  minute: string;
  costNanoUsd: number;
}

export const CostMinuteEntity = new EntitySchema<CostMinuteRow>({
  name: 'CostMinute',
  tableName: 'cost_minutes',
  columns: {
    sessionId: { type: 'text', primary: true },
    view: { type: 'text', primary: true },
    minute: { type: 'text', primary: true },
    costNanoUsd: { type: 'integer' },
  },
});

/** What was spent on a day: what the sessions' figures count, and nothing else. Command and model are empty when unknown. */
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
