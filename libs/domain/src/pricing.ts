import type { ModelRates, PricedUsage, PriceSource, TokenClasses, TokenPrices, UsageRecord } from '@agents-fleet/contracts';
import { confidenceOf } from './confidence.js';
import { saturated } from './saturating.js';
import { promptTokens, TOKEN_CLASSES, totalTokens } from './tokens.js';

/** USD 3 in, USD 15 out for a million tokens: the price of what has no known price (design, ledger rule 4). */
export const DEFAULT_RATES: ModelRates = {
  input: 3,
  // Nobody knows what its cache costs, or whether it has one: input that may be discounted is priced as input.
  cacheRead: 3,
  cacheWrite5m: 3,
  cacheWrite1h: 3,
  output: 15,
  tiers: [],
  source: { kind: 'default', name: 'USD 3 in / 15 out per 1M tokens', asOf: null },
};

const REPORTED: PriceSource = { kind: 'reported', name: 'the agent', asOf: null };

/**
 * Femto-USD (1e-15) for one token at USD 1 for a million of them: prices down to a billionth of a USD for a million
 * tokens are whole numbers of it, so that sums of products are exact and there is one rounding, at the end.
 */
const FEMTO_USD_PER_TOKEN = 1_000_000_000;
const FEMTO_USD_PER_NANO_USD = 1_000_000n;

/**
 * Puts a price on usage. Pricing (which records it) and the runner's lease (which enforces it offline) call this same
 * function. Which figure wins (decision 10): an operator's override, then the agent's own, then what price tables say,
 * then the default rate; never nothing.
 * @param rates of the record's model
 */
export function priceUsage(record: UsageRecord, rates: ModelRates = DEFAULT_RATES): PricedUsage {
  const { reportedCostNanoUsd, ...usage } = record;
  // Tokens are what an override puts a price on: dollars alone, as a status line tells them, stay what they are.
  const isOverridden = rates.source.kind === 'override' && totalTokens(record.tokens) > 0;
  const reported = isOverridden ? null : reportedCostNanoUsd;
  const priceSource = reported === null ? rates.source : REPORTED;
  return {
    ...usage,
    costNanoUsd: reported ?? costByRates(record.tokens, rates),
    confidence: confidenceOf(record, priceSource.kind),
    priceSource,
  };
}

/** The prices in force for a request: its whole prompt decides on the tier, for every token of it. */
export function pricesFor(rates: ModelRates, tokens: TokenClasses): TokenPrices {
  const prompt = promptTokens(tokens);
  const applying = rates.tiers.filter(({ abovePromptTokens }) => prompt > abovePromptTokens);
  return applying.reduce<TokenPrices & { abovePromptTokens: number }>(
    (highest, tier) => (tier.abovePromptTokens > highest.abovePromptTokens ? tier : highest),
    { ...rates, abovePromptTokens: 0 },
  );
}

/** In nano-USD, rounded half up, at most `Number.MAX_SAFE_INTEGER`. */
function costByRates(tokens: TokenClasses, rates: ModelRates): number {
  const prices = pricesFor(rates, tokens);
  const femtoUsd = TOKEN_CLASSES.reduce(
    (sum, name) => sum + BigInt(tokens[name]) * BigInt(Math.round(prices[name] * FEMTO_USD_PER_TOKEN)),
    0n,
  );
  return saturated((femtoUsd + FEMTO_USD_PER_NANO_USD / 2n) / FEMTO_USD_PER_NANO_USD);
}
