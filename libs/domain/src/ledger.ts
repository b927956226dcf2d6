import type { Confidence, PricedUsage, TokenClasses, UsageSource } from '@agents-fleet/contracts';
import { compareSources, worseConfidence } from './confidence.js';
import { hasId, NO_IDS, withId, type IdSet } from './id-set.js';
import { saturatingSum } from './saturating.js';
import { addTokens, countedTokens, NO_TOKENS, totalTokens } from './tokens.js';

/** What one source has said about a session, summed. */
export interface SourceTotals {
  readonly tokens: TokenClasses;
  readonly costNanoUsd: number;
  /** The worst of its records. */
  readonly confidence: Confidence;
  /** Sorted, each once. */
  readonly models: readonly string[];
}

export type TotalsBySource = ReadonlyMap<UsageSource, SourceTotals>;

/** Everything known of one session's usage. Immutable. */
export interface Ledger {
  readonly usageIds: IdSet;
  readonly bySource: TotalsBySource;
}

/** A session's figures: from its best source only, so that no request is counted twice. */
export interface LedgerTotals {
  /** `null` as long as no usage is known. */
  source: UsageSource | null;
  tokens: TokenClasses;
  /** Tokens that count against the budget. */
  counted: number;
  costNanoUsd: number;
  confidence: Confidence | null;
  models: string[];
}

export function emptyLedger(): Ledger {
  return { usageIds: NO_IDS, bySource: new Map() };
}

/** Adds a record. The same `usageId` again changes nothing, in whatever order and however often it comes. */
export function recordUsage(ledger: Ledger, usage: PricedUsage): Ledger {
  if (hasId(ledger.usageIds, usage.usageId)) return ledger;
  const bySource = new Map(ledger.bySource);
  bySource.set(usage.source, addToSource(bySource.get(usage.source), usage));
  return { usageIds: withId(ledger.usageIds, usage.usageId), bySource };
}

/** One source's totals with one more record; `undefined` before its first. */
export function addToSource(totals: SourceTotals | undefined, usage: PricedUsage): SourceTotals {
  const models = new Set(totals?.models);
  if (usage.model !== null) models.add(usage.model);
  return {
    tokens: addTokens(totals?.tokens ?? NO_TOKENS, usage.tokens),
    costNanoUsd: saturatingSum(totals?.costNanoUsd ?? 0, usage.costNanoUsd),
    confidence: totals === undefined ? usage.confidence : worseConfidence(totals.confidence, usage.confidence),
    models: [...models].sort(),
  };
}

/** @param options.countCacheReads whether cache reads count against the budget (setting, off by default) */
export function ledgerTotals(ledger: Ledger, options: { countCacheReads: boolean }): LedgerTotals {
  return bestTotals(ledger.bySource, options);
}

/**
 * Chooses among the views of one session: the best source's figures, never a sum of two views. When the best source
 * knows the cost but no tokens (a status line may print only dollars), the best one that has tokens fills that in, so
 * that a token budget is never blind; the confidence is then the worse of the two.
 */
export function bestTotals(bySource: TotalsBySource, options: { countCacheReads: boolean }): LedgerTotals {
  const best = bestViews(bySource);
  if (best === null) return { source: null, tokens: NO_TOKENS, counted: 0, costNanoUsd: 0, confidence: null, models: [] };
  const [, totals] = best.ofCost;
  const [, withTokens] = best.ofTokens;
  return {
    source: best.ofCost[0],
    tokens: withTokens.tokens,
    counted: countedTokens(withTokens.tokens, options),
    costNanoUsd: totals.costNanoUsd,
    confidence: worseConfidence(totals.confidence, withTokens.confidence),
    models: [...new Set([...totals.models, ...withTokens.models])].sort(),
  };
}

/** The two sources that a session's figures come from; most often they are one. */
export interface BestViews<Totals> {
  ofCost: readonly [UsageSource, Totals];
  ofTokens: readonly [UsageSource, Totals];
}

/** Which source tells the cost, and which the tokens (see `bestTotals`). `null` when there is none. */
export function bestViews<Totals extends Pick<SourceTotals, 'tokens'>>(
  bySource: ReadonlyMap<UsageSource, Totals>,
): BestViews<Totals> | null {
  const bestFirst = [...bySource].sort(([a], [b]) => compareSources(a, b));
  const best = bestFirst[0];
  if (best === undefined) return null;
  return { ofCost: best, ofTokens: bestFirst.find(([, { tokens }]) => totalTokens(tokens) > 0) ?? best };
}
