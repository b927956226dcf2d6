import type { EventOf, PricedUsage, UsageSource } from '@agents-fleet/contracts';
import { addTokens, addToSource, bestTotals, bestViews, NO_TOKENS, worseConfidence, type SourceTotals } from '@agents-fleet/domain';
import type { SessionRow, SpendChange, TokenColumns, UsageTotalRow } from '@agents-fleet/read-models';

/** A session's rows of `usage_totals`, by key. */
export type Totals = ReadonlyMap<string, UsageTotalRow>;

export function totalsOf(rows: Iterable<UsageTotalRow>): Totals {
  return new Map([...rows].map((row) => [keyOf(row), row]));
}

/** The totals with one more priced record. Its caller sees to it that no record comes twice. */
export function addCost(totals: Totals, event: EventOf<'cost.recorded'>): Totals {
  const { source, model } = event.data;
  const key = { sessionId: event.sessionId, source, day: utcDay(event.at), model: model ?? '' };
  const before = totals.get(keyOf(key));
  const after = addToSource(before && { ...before, tokens: tokensOf(before), models: [] }, event.data satisfies PricedUsage);
  const row = { ...key, ...after.tokens, costNanoUsd: after.costNanoUsd, confidence: after.confidence };
  return new Map(totals).set(keyOf(key), row);
}

/** The columns of `sessions` that come from its totals: from the best source only (design, ledger rule 2). */
export function figuresOf(totals: Totals, options: { countCacheReads: boolean }): Partial<SessionRow> {
  const best = bestTotals(bySource(totals), options);
  const { tokens } = best;
  return {
    costNanoUsd: best.costNanoUsd,
    inputTokens: tokens.input,
    cacheReadTokens: tokens.cacheRead,
    cacheWriteTokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
    outputTokens: tokens.output,
    countedTokens: best.counted,
    confidence: best.confidence,
    usageSource: best.source,
    models: best.models,
  };
}

/** What the rollups have to change when a session's totals do: a better source takes the place of a worse one. */
export function spendChanges(before: SpendOrigin | null, after: SpendOrigin | null): SpendChange[] {
  const sum = new Map<string, SpendChange>();
  const add = (row: SpendChange, sign: 1 | -1) => {
    const key = JSON.stringify([row.day, row.repoPath, row.command, row.model, row.kind]);
    const known = sum.get(key);
    sum.set(key, plus(known ?? { ...row, ...NO_TOKENS, costNanoUsd: 0 }, row, sign));
  };
  for (const row of before === null ? [] : spendOf(before)) add(row, -1);
  for (const row of after === null ? [] : spendOf(after)) add(row, 1);
  return [...sum.values()].filter((row) => row.costNanoUsd !== 0 || Object.values(tokensOf(row)).some((tokens) => tokens !== 0));
}

/** A session and its totals at one moment. */
export interface SpendOrigin {
  session: SessionRow;
  totals: Totals;
}

/** A session's part of the rollups: cost and tokens each from their best source. Nothing before it has started. */
function spendOf({ session, totals }: SpendOrigin): SpendChange[] {
  const best = session.started ? bestViews(bySource(totals)) : null;
  if (best === null) return [];
  return [...totals.values()]
    .filter(({ source }) => source === best.ofCost[0] || source === best.ofTokens[0])
    .map((row) => ({
      day: row.day,
      repoPath: session.repoPath,
      command: session.command ?? '',
      model: row.model,
      kind: session.kind,
      ...(row.source === best.ofTokens[0] ? tokensOf(row) : NO_TOKENS),
      costNanoUsd: row.source === best.ofCost[0] ? row.costNanoUsd : 0,
    }));
}

function bySource(totals: Totals): Map<UsageSource, SourceTotals> {
  const result = new Map<UsageSource, SourceTotals>();
  for (const row of totals.values()) {
    const known = result.get(row.source);
    result.set(row.source, {
      tokens: addTokens(known?.tokens ?? NO_TOKENS, tokensOf(row)),
      costNanoUsd: (known?.costNanoUsd ?? 0) + row.costNanoUsd,
      confidence: known === undefined ? row.confidence : worseConfidence(known.confidence, row.confidence),
      models: [...new Set([...(known?.models ?? []), ...(row.model === '' ? [] : [row.model])])].sort(),
    });
  }
  return result;
}

function plus(a: SpendChange, b: SpendChange, sign: 1 | -1): SpendChange {
  return {
    ...a,
    input: a.input + sign * b.input,
    cacheRead: a.cacheRead + sign * b.cacheRead,
    cacheWrite5m: a.cacheWrite5m + sign * b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + sign * b.cacheWrite1h,
    output: a.output + sign * b.output,
    costNanoUsd: a.costNanoUsd + sign * b.costNanoUsd,
  };
}

function tokensOf({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: TokenColumns): TokenColumns {
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
}

function keyOf(row: Pick<UsageTotalRow, 'source' | 'day' | 'model'>): string {
  return JSON.stringify([row.source, row.day, row.model]);
}

function utcDay(at: string): string {
  return new Date(at).toISOString().slice(0, 10);
}
