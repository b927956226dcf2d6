import { TOKEN_CLASSES, type GroupKey, type UsageGroup, type UsageScope, type UsageView } from '@agents-fleet/domain';
import type { EventOf, TokenClasses } from '@agents-fleet/contracts';
import type { RequestViewRow, TokenColumns, UsageTotalRow } from '@agents-fleet/read-models';

/** A session's rows of `usage_totals`, by key. */
export type Totals = ReadonlyMap<string, UsageTotalRow>;

export function totalsByKey(rows: Iterable<UsageTotalRow>): Totals {
  return new Map([...rows].map((row) => [totalKey(row), row]));
}

/** What makes a row of `usage_totals` within its session. */
export function totalKey(row: Pick<UsageTotalRow, 'scope' | 'source' | 'confidence' | 'day' | 'model'>): string {
  return JSON.stringify([row.scope, row.source, row.confidence, row.day, row.model]);
}

/** The row that a view is summed into. */
export function totalKeyOf(scope: UsageScope, view: Pick<UsageView, 'source' | 'confidence' | 'model'>, at: string) {
  return { scope, source: view.source, confidence: view.confidence, day: utcDay(at), model: view.model ?? '' };
}

/** A row as the ledger knows it: the days of one group are groups of their own. */
export function toGroup(row: UsageTotalRow): UsageGroup {
  const { scope, source, confidence, views, costNanoUsd } = row;
  const key: GroupKey = { scope, source, confidence, model: row.model === '' ? null : row.model };
  return { ...key, views, tokens: tokensOf(row), costNanoUsd };
}

export function toTotalRow(sessionId: string, day: string, group: UsageGroup): UsageTotalRow {
  const { scope, source, confidence, model, views, tokens, costNanoUsd } = group;
  return { sessionId, scope, source, confidence, day, model: model ?? '', views, ...tokens, costNanoUsd };
}

/** A priced view of one request as a row. */
export function toRequestView({ sessionId, at, data }: EventOf<'cost.recorded'>, requestId: string): RequestViewRow {
  const { usageId, source, partial, model, tokens, costNanoUsd, confidence } = data;
  return { sessionId, requestId, usageId, at, source, partial, model, ...tokens, costNanoUsd, confidence };
}

export function toView(row: RequestViewRow): UsageView {
  const { usageId, source, partial, model, costNanoUsd, confidence } = row;
  return { usageId, source, partial, model, tokens: tokensOf(row), costNanoUsd, confidence };
}

/** The columns of the classes alone. */
export function tokensOf<Value>(row: Record<keyof TokenColumns, Value>): Record<keyof TokenClasses, Value> {
  return Object.fromEntries(TOKEN_CLASSES.map((name) => [name, row[name]])) as Record<keyof TokenClasses, Value>;
}

/** `YYYY-MM-DD` */
export function utcDay(at: string): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The beginning of the minute, ISO 8601 UTC. */
export function utcMinute(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16)}:00.000Z`;
}
