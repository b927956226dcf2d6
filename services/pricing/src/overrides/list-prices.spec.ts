import { describe, expect, it } from '@jest/globals';
import { modelRatesSchema } from '@agents-fleet/contracts';
import { ListPrices } from './list-prices.js';

const AS_OF = '2026-01-01T00:00:00.000Z';
const price = (inputPer1M: number) => ({ inputPer1M, outputPer1M: 15 });
const prices = (models: Record<string, ReturnType<typeof price>>) => new ListPrices({ models }, 'PRICING_JSON', AS_OF);

describe('a price list', () => {
  it('prices a model by its exact name, then by the longest name with a star', () => {
    const list = prices({ '*': price(1), 'claude-*': price(2), 'claude-opus-*': price(3), 'claude-opus-5': price(4) });
    const input = (model: string) => list.ratesOf(model)?.input;
    expect([input('claude-opus-5'), input('Claude-Opus-5'), input('claude-opus-5-5'), input('claude-haiku'), input('gpt-5')]).toEqual([4, 4, 3, 2, 1]);
  });

  it('says nothing of a model that it doesn’t name, whatever that is called', () => {
    const list = prices({ 'claude-opus-5': price(4) });
    for (const model of ['claude-opus-5-5', 'constructor', '__proto__', '']) expect(list.ratesOf(model)).toBeNull();
  });

  it('makes absent cache prices of the input’s, by Anthropic’s multiples', () => {
    const rates = prices({ m: price(3) }).ratesOf('m');
    expect(rates).toEqual({
      input: 3, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6, output: 15, tiers: [],
      source: { kind: 'override', name: 'PRICING_JSON: m', asOf: AS_OF },
    });
    expect(modelRatesSchema.parse(rates)).toEqual(rates);
  });

  it('takes cache prices as they are given, zero included', () => {
    const entry = { ...price(3), cacheReadPer1M: 0, cacheWrite5mPer1M: 1, cacheWrite1hPer1M: 9 };
    expect(new ListPrices({ models: { m: entry } }, 'x', AS_OF).ratesOf('m')).toMatchObject({ cacheRead: 0, cacheWrite5m: 1, cacheWrite1h: 9 });
  });

  it('has a default rate of its own, which is still a guess', () => {
    expect(prices({}).defaultRates).toBeNull();
    expect(new ListPrices({ default: price(7) }, 'PRICING_JSON', AS_OF).defaultRates).toMatchObject({
      input: 7,
      source: { kind: 'default', name: 'PRICING_JSON: default', asOf: AS_OF },
    });
  });

  it('keeps within the contract, also for the dearest input', () => {
    expect(() => modelRatesSchema.parse(prices({ m: price(1_000_000) }).ratesOf('m'))).not.toThrow();
  });
});
