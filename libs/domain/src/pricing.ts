import type { PricedUsage, PriceSource, UsageRecord } from '@agents-fleet/contracts';
import { confidenceOf } from './confidence.js';
import { saturatingProduct, saturatingSum } from './saturating.js';

/** What tokens cost, in whole nano-USD a token, so that every cost is an exact integer however usage is split. */
export interface TokenRates {
  /** Nano-USD for one input token. Cache reads and writes cost the same as long as no better price is known. */
  inputNanoUsd: number;
  /** Nano-USD for one output token. */
  outputNanoUsd: number;
  source: PriceSource;
}

/** USD 3 in, USD 15 out for a million tokens: the price of what has no known price (design, ledger rule 4). */
export const DEFAULT_RATES: TokenRates = {
  inputNanoUsd: 3_000,
  outputNanoUsd: 15_000,
  source: { kind: 'default', name: 'USD 3 in / 15 out per 1M tokens', asOf: null },
};

const REPORTED: PriceSource = { kind: 'reported', name: 'the agent', asOf: null };

/**
 * Puts a price on usage. The agent's own cost wins; anything else is priced by the rates, never as free.
 * Pricing (which records it) and the runner's lease (which enforces it offline) call this same function.
 */
export function priceUsage(record: UsageRecord, rates: TokenRates = DEFAULT_RATES): PricedUsage {
  const { reportedCostNanoUsd, ...usage } = record;
  const priceSource = reportedCostNanoUsd === null ? rates.source : REPORTED;
  return {
    ...usage,
    costNanoUsd: reportedCostNanoUsd ?? costByRates(record, rates),
    confidence: confidenceOf(record.source, priceSource.kind),
    priceSource,
  };
}

function costByRates({ tokens }: UsageRecord, rates: TokenRates): number {
  const inputs = [tokens.input, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h].reduce(saturatingSum);
  return saturatingSum(saturatingProduct(inputs, rates.inputNanoUsd), saturatingProduct(tokens.output, rates.outputNanoUsd));
}
