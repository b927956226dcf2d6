import type { Confidence, TokenClasses, UsageSource } from '@agents-fleet/contracts';
import { compareSources, worseConfidence } from './confidence.js';
import { saturated } from './saturating.js';
import { countedTokens, NO_TOKENS, totalTokens } from './tokens.js';
import { saturatedTokens, sumOfTokens, type GroupKey, type UsageGroup } from './usage-group.js';
import type { UsageScope } from './usage-view.js';

/** A session's figures: every request once, by its best view. */
export interface LedgerTotals {
  /** The best source among what is counted; `null` as long as no usage is known. The confidence tells of the worst. */
  source: UsageSource | null;
  tokens: TokenClasses;
  /** Tokens that count against the budget. */
  counted: number;
  costNanoUsd: number;
  /** The worst of what is counted. */
  confidence: Confidence | null;
  models: string[];
}

/** Which groups a session's figures come from. In the scope `request` it is all of that scope, whatever the source. */
export interface Counted {
  readonly scope: UsageScope;
  /** The source of the cost; for the scope `request` the best one. */
  readonly costSource: UsageSource;
  /** The source of the tokens; for the scope `request` the best one. */
  readonly tokensSource: UsageSource;
}

/**
 * Chooses what counts. As soon as one request is known by itself, views of the session as a whole don't count: they
 * say again what the requests say. Before that, the best source does; when it knows the cost but no tokens (a status
 * line may print only dollars), the best one that has tokens fills that in, so that a token budget is never blind.
 * `null` when there is nothing.
 */
export function whatCounts(groups: Iterable<UsageGroup>): Counted | null {
  const all = [...groups];
  const ofRequests = all.filter(({ scope }) => scope === 'request');
  const scope: UsageScope = ofRequests.length > 0 ? 'request' : 'session';
  const bestFirst = (ofRequests.length > 0 ? ofRequests : all).sort((a, b) => compareSources(a.source, b.source));
  const costSource = bestFirst[0]?.source;
  if (costSource === undefined) return null;
  if (scope === 'request') return { scope, costSource, tokensSource: costSource };
  const withTokens = bestFirst.find(({ tokens }) => totalTokens(saturatedTokens(tokens)) > 0);
  return { scope, costSource, tokensSource: withTokens?.source ?? costSource };
}

/** Whether a group's cost is part of the session's. */
export function countsCost(counted: Counted, { scope, source }: Pick<GroupKey, 'scope' | 'source'>): boolean {
  return scope === counted.scope && (scope === 'request' || source === counted.costSource);
}

/** Whether a group's tokens are part of the session's. */
export function countsTokens(counted: Counted, { scope, source }: Pick<GroupKey, 'scope' | 'source'>): boolean {
  return scope === counted.scope && (scope === 'request' || source === counted.tokensSource);
}

/** @param options.countCacheReads whether cache reads count against the budget (setting, off by default) */
export function totalsOfGroups(groups: Iterable<UsageGroup>, options: { countCacheReads: boolean }): LedgerTotals {
  const all = [...groups];
  const counted = whatCounts(all);
  if (counted === null) return { source: null, tokens: NO_TOKENS, counted: 0, costNanoUsd: 0, confidence: null, models: [] };
  const ofCost = all.filter((group) => countsCost(counted, group));
  const ofTokens = all.filter((group) => countsTokens(counted, group));
  const used = [...ofCost, ...ofTokens];
  const tokens = saturatedTokens(sumOfTokens(ofTokens));
  return {
    source: counted.costSource,
    tokens,
    counted: countedTokens(tokens, options),
    costNanoUsd: saturated(ofCost.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n)),
    confidence: used.map(({ confidence }) => confidence).reduce(worseConfidence),
    models: [...new Set(used.flatMap(({ model }) => (model === null ? [] : [model])))].sort(),
  };
}
