import { confidenceSchema, usageSourceSchema, type Confidence, type PriceSource, type UsageSource } from '@agents-fleet/contracts';

const SOURCES_BEST_FIRST: readonly UsageSource[] = usageSourceSchema.options;
const CONFIDENCES_BEST_FIRST: readonly Confidence[] = confidenceSchema.options;

/** How far a count of tokens can be trusted, by where it comes from. */
const TOKEN_CONFIDENCE: Readonly<Record<UsageSource, Confidence>> = {
  sdk: 'exact',
  otel: 'exact',
  transcript: 'reported',
  rollout: 'reported',
  statusline: 'reported',
  estimate: 'estimated',
};

/**
 * How far a price can be trusted, by where it comes from. A `reported` cost is as good as the source that carried it,
 * so it takes nothing away.
 */
const PRICE_CONFIDENCE: Readonly<Record<PriceSource['kind'], Confidence>> = {
  reported: 'exact',
  override: 'exact',
  litellm: 'exact',
  library: 'exact',
  default: 'assumed',
};

/** The less trustworthy of two. */
export function worseConfidence(a: Confidence, b: Confidence): Confidence {
  return CONFIDENCES_BEST_FIRST.indexOf(a) >= CONFIDENCES_BEST_FIRST.indexOf(b) ? a : b;
}

/** How far a priced figure can be trusted: no further than its tokens and no further than its price (decision 1). */
export function confidenceOf(source: UsageSource, price: PriceSource['kind']): Confidence {
  return worseConfidence(TOKEN_CONFIDENCE[source], PRICE_CONFIDENCE[price]);
}

/** Negative when `a` is the better source. */
export function compareSources(a: UsageSource, b: UsageSource): number {
  return SOURCES_BEST_FIRST.indexOf(a) - SOURCES_BEST_FIRST.indexOf(b);
}
