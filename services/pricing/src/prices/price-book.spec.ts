import { describe, expect, it } from '@jest/globals';
import { pricingTableSchema, type ModelRates } from '@agents-fleet/contracts';
import { DEFAULT_RATES } from '@agents-fleet/domain';
import { silentLogger } from '@agents-fleet/testing';
import { LibraryPrices } from '../library/library-prices.js';
import { InlinePrices } from '../overrides/inline-prices.js';
import { PriceBook } from './price-book.js';

const NOW = new Date('2026-10-01T00:00:00Z');
const price = (inputPer1M: number) => ({ inputPer1M, outputPer1M: 20 });
const override = (list: unknown) => new InlinePrices(JSON.stringify(list), silentLogger());

async function book(...lists: unknown[]): Promise<PriceBook> {
  const prices = new PriceBook([...lists.map(override), new LibraryPrices()]);
  await prices.refresh();
  return prices;
}

const seen = (rates: ModelRates) => [rates.input, rates.source.kind];

describe('the price book', () => {
  it('asks the overrides in their order, then the library, then falls back to the default', async () => {
    const prices = await book({ models: { 'claude-opus-5-5': price(1) } }, { models: { 'claude-opus-*': price(2) } });
    const asked = ['claude-opus-5-5', 'claude-opus-5', 'claude-sonnet-5', 'nobody-knows'].map((model) => seen(prices.ratesOf(model, NOW)));
    expect(asked).toEqual([[1, 'override'], [2, 'override'], [2, 'library'], [3, 'default']]);
  });

  it('prices what has no model by the default, even if a list has a price for everything', async () => {
    expect(seen((await book({ models: { '*': price(1) } })).ratesOf(null, NOW))).toEqual([3, 'default']);
  });

  it('takes the first default that a list has', async () => {
    const prices = await book({ models: {} }, { default: price(8) }, { default: price(9) });
    expect(seen(prices.ratesOf('nobody-knows', NOW))).toEqual([8, 'default']);
    expect(seen(prices.ratesOf('claude-opus-5-5', NOW))).toEqual([4, 'library']);
  });

  it('is never free for a model that nobody knows', async () => {
    expect((await book()).ratesOf('nobody-knows', NOW)).toEqual(DEFAULT_RATES);
  });

  it('tells all that it goes by, as the contract has it, in less than a message of the broker may have', async () => {
    const most = { models: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`${'m'.repeat(150)}${n}`, price(1.123456)])) };
    const table = (await book({ default: price(8), models: { 'claude-opus-5-5': price(1) } }, most, most)).table(NOW);
    expect(pricingTableSchema.parse(table)).toEqual(table);
    expect(table.origins.map(({ kind, state }) => [kind, state])).toEqual([
      ['override', 'in_force'], ['override', 'in_force'], ['override', 'in_force'], ['library', 'in_force'], ['default', 'in_force'],
    ]);
    expect(table.default).toMatchObject({ input: 8, source: { name: 'PRICING_JSON: default' } });
    expect(table.items[0]).toMatchObject({ model: 'claude-opus-5-5', vendor: null, rates: { input: 1 } });
    expect(table.items.filter(({ vendor }) => vendor === 'Anthropic').length).toBeGreaterThan(20);
    expect(Buffer.byteLength(JSON.stringify(table))).toBeLessThan(1_000_000);
  });
});
