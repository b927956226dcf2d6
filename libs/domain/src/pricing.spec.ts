import { describe, expect, it } from '@jest/globals';
import { pricedUsageSchema, type ModelRates, type PriceSource, type UsageRecord } from '@agents-fleet/contracts';
import { priceUsage, pricesFor } from './pricing.js';
import { estimateIncrease, estimateTokens, NO_TOKENS } from './tokens.js';

const record = (partial: Partial<UsageRecord>): UsageRecord => ({
  usageId: 'u1',
  requestId: null,
  source: 'estimate',
  partial: false,
  agentSessionId: null,
  model: null,
  serviceTier: null,
  tokens: NO_TOKENS,
  reportedCostNanoUsd: null,
  ...partial,
});

const ratesOf = (kind: PriceSource['kind']): ModelRates => ({
  ...{ input: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1, output: 1, tiers: [] },
  source: { kind, name: 'prices', asOf: '2026-01-01' },
});

describe('priceUsage', () => {
  it('prices by the default rate: USD 3 for a million in, USD 15 for a million out', () => {
    expect(priceUsage(record({ tokens: { ...NO_TOKENS, input: 1_000_000 } })).costNanoUsd).toBe(3_000_000_000);
    expect(priceUsage(record({ tokens: { ...NO_TOKENS, output: 1_000_000 } })).costNanoUsd).toBe(15_000_000_000);
  });

  it('prices cache tokens as input as long as no better price is known', () => {
    const tokens = { input: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1, output: 0 };
    expect(priceUsage(record({ tokens })).costNanoUsd).toBe(4 * 3_000);
  });

  it('lets the cost that the agent reports win, also when it is nothing', () => {
    const reported = priceUsage(record({ source: 'statusline', tokens: { ...NO_TOKENS, output: 10 }, reportedCostNanoUsd: 0 }));
    expect(reported).toMatchObject({ costNanoUsd: 0, confidence: 'reported', priceSource: { kind: 'reported' } });
  });

  it.each([
    ['sdk', null, 'assumed'],
    ['sdk', 5, 'exact'],
    ['otel', 5, 'exact'],
    ['transcript', 5, 'reported'],
    ['transcript', null, 'assumed'],
    ['statusline', 5, 'reported'],
    ['estimate', null, 'assumed'],
  ] as const)('given %s tokens and a reported cost of %p, then the figure is %s', (source, reportedCostNanoUsd, confidence) => {
    expect(priceUsage(record({ source, reportedCostNanoUsd })).confidence).toBe(confidence);
  });

  it('given guessed tokens at a known price, then the figure is estimated', () => {
    expect(priceUsage(record({ source: 'estimate', model: 'known' }), ratesOf('library')).confidence).toBe('estimated');
  });

  it('given a response that was broken off, then the figure is estimated at best', () => {
    expect(priceUsage(record({ source: 'otel', partial: true, reportedCostNanoUsd: 5 })).confidence).toBe('estimated');
    expect(priceUsage(record({ source: 'otel', partial: true }))).toMatchObject({ confidence: 'assumed' });
  });

  it.each([
    ['override', 7_000, 'override'],
    ['litellm', 5, 'reported'],
    ['library', 5, 'reported'],
    ['default', 5, 'reported'],
  ] as const)('given rates of an %s and a reported cost, then the figure is %d', (kind, costNanoUsd, wins) => {
    const priced = priceUsage(record({ tokens: { ...NO_TOKENS, input: 7 }, reportedCostNanoUsd: 5 }), ratesOf(kind));
    expect(priced).toMatchObject({ costNanoUsd, priceSource: { kind: wins } });
  });

  it('given dollars without tokens, then an override can’t make them nothing', () => {
    expect(priceUsage(record({ source: 'statusline', reportedCostNanoUsd: 5 }), ratesOf('override'))).toMatchObject({
      costNanoUsd: 5,
      priceSource: { kind: 'reported' },
    });
  });

  it('prices each class by its own rate, and rounds once', () => {
    const rates = { ...ratesOf('library'), input: 0.0004, cacheRead: 0.0001, cacheWrite5m: 0.1, cacheWrite1h: 8, output: 0.0003 };
    // 0.4 + 0.1 + 100 + 8000 + 0.3 nano-USD: rounded one by one this would be 8100.
    const tokens = { input: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1, output: 1 };
    expect(priceUsage(record({ tokens }), rates).costNanoUsd).toBe(8_101);
  });

  it('agrees with the agent’s own bill: a request of Claude Code 2.1.330 that it put at USD 0.030468', () => {
    const opus = { ...ratesOf('library'), input: 4, cacheRead: 0.2, cacheWrite5m: 5, cacheWrite1h: 8, output: 20 };
    const tokens = { input: 12, cacheRead: 15_000, cacheWrite5m: 1_000, cacheWrite1h: 2_000, output: 321 };
    expect(priceUsage(record({ tokens }), opus).costNanoUsd).toBe(30_468_000);
  });

  it('gives what the contract allows, also for absurd counts', () => {
    const priced = priceUsage(record({ tokens: { ...NO_TOKENS, input: Number.MAX_SAFE_INTEGER, output: Number.MAX_SAFE_INTEGER } }));
    expect(pricedUsageSchema.parse(priced)).toEqual(priced);
  });
});

describe('pricesFor', () => {
  const tier = (abovePromptTokens: number, input: number) => ({ ...ratesOf('library'), abovePromptTokens, input });
  const rates: ModelRates = { ...ratesOf('library'), tiers: [tier(200_000, 6), tier(100_000, 3)] };
  it.each([
    ['an empty prompt', 0, 0, 1],
    ['a prompt as long as the tier', 100_000, 0, 1],
    ['a longer one', 100_001, 0, 3],
    ['one that most of is cached', 1, 200_000, 6],
  ])('given %s, then its tier counts', (_, input, cacheRead, price) => {
    expect(pricesFor(rates, { ...NO_TOKENS, input, cacheRead, output: 1_000_000 }).input).toBe(price);
  });

  it('counts cache writes into the prompt', () => {
    expect(pricesFor(rates, { ...NO_TOKENS, cacheWrite5m: 60_000, cacheWrite1h: 40_001 }).input).toBe(3);
  });
});

describe('the estimate', () => {
  it('takes four characters for a token and rounds up', () => {
    expect([0, 1, 4, 5, 8].map(estimateTokens)).toEqual([0, 1, 1, 2, 2]);
  });

  it('summed over pieces equals the estimate of the whole', () => {
    expect(estimateIncrease(0, 3) + estimateIncrease(3, 6) + estimateIncrease(6, 9)).toBe(estimateTokens(9));
  });
});
