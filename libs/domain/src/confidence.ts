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

/** Negative when `a` is the more trustworthy. */
export function compareConfidences(a: Confidence, b: Confidence): number {
  return CONFIDENCES_BEST_FIRST.indexOf(a) - CONFIDENCES_BEST_FIRST.indexOf(b);
}

/** The less trustworthy of two. */
export function worseConfidence(a: Confidence, b: Confidence): Confidence {
  return compareConfidences(a, b) >= 0 ? a : b;
}

/**
 * How far a priced figure can be trusted: no further than its tokens and no further than its price (decision 1). Of a
 * response that was broken off nobody knows the whole output, so a `partial` record is `estimated` at best.
 */
export function confidenceOf({ source, partial }: { source: UsageSource; partial: boolean }, price: PriceSource['kind']): Confidence {
  const tokens = partial ? worseConfidence(TOKEN_CONFIDENCE[source], 'estimated') : TOKEN_CONFIDENCE[source];
  return worseConfidence(tokens, PRICE_CONFIDENCE[price]);
}

/** Negative when `a` is the better source. */
export function compareSources(a: UsageSource, b: UsageSource): number {
  return SOURCES_BEST_FIRST.indexOf(a) - SOURCES_BEST_FIRST.indexOf(b);
}
