import type { PricedUsage } from '@agents-fleet/contracts';
import { compareConfidences, compareSources } from './confidence.js';
import { TOKEN_CLASSES, totalTokens } from './tokens.js';

/**
 * What a record is a view of: one `request`, or, without a request's id, the `session` as a whole (a status line's
 * running totals, an estimate by characters).
 */
export type UsageScope = 'request' | 'session';

/** What of a priced record the ledger keeps. */
export type UsageView = Pick<PricedUsage, 'usageId' | 'source' | 'partial' | 'model' | 'tokens' | 'costNanoUsd' | 'confidence'>;

export function scopeOf(record: Pick<PricedUsage, 'requestId'>): UsageScope {
  return record.requestId === null ? 'session' : 'request';
}

/** Only the columns of a view, so that the rest of a record can be forgotten. */
export function viewOf({ usageId, source, partial, model, tokens, costNanoUsd, confidence }: UsageView): UsageView {
  return { usageId, source, partial, model, tokens, costNanoUsd, confidence };
}

/**
 * Which of two views of one thing tells more: negative when `a` does, 0 only for the same view. A finished response
 * beats one that was broken off, then the better source, then more tokens (a placeholder is written before the final
 * count), then the higher cost. What comes after that says nothing about the truth: it makes the order total, so that
 * the best of several views is the same in whatever order and however often they come (decision 11).
 */
export function compareViews(a: UsageView, b: UsageView): number {
  return (
    Number(a.partial) - Number(b.partial) ||
    compareSources(a.source, b.source) ||
    totalTokens(b.tokens) - totalTokens(a.tokens) ||
    b.costNanoUsd - a.costNanoUsd ||
    compareConfidences(a.confidence, b.confidence) ||
    TOKEN_CLASSES.reduce((order, name) => order || b.tokens[name] - a.tokens[name], 0) ||
    compareText(b.model ?? '', a.model ?? '') ||
    compareText(a.usageId, b.usageId)
  );
}

/** By UTF-16 units: the same on every machine, unlike a locale's order. */
function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
