import { describe, expect, it } from '@jest/globals';
import { pricedUsageSchema, type UsageRecord } from '@agents-fleet/contracts';
import { priceUsage } from './pricing.js';
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
    const library = { inputNanoUsd: 1, outputNanoUsd: 1, source: { kind: 'library' as const, name: 'prices', asOf: '2026-01-01' } };
    expect(priceUsage(record({ source: 'estimate', model: 'known' }), library).confidence).toBe('estimated');
  });

  it('gives what the contract allows, also for absurd counts', () => {
    const priced = priceUsage(record({ tokens: { ...NO_TOKENS, input: Number.MAX_SAFE_INTEGER, output: Number.MAX_SAFE_INTEGER } }));
    expect(pricedUsageSchema.parse(priced)).toEqual(priced);
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
