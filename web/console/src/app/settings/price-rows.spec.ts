import { describe, expect, it } from '@jest/globals';
import { isUsed, pricesByVendor, type PriceRow } from './price-rows.js';

const prices = { input: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1, output: 1 };
const row = (model: string, vendor: string | null): PriceRow => ({ model, vendor, rates: { ...prices, tiers: [], source: { kind: 'library', name: 'l', asOf: null } } });
const ROWS = [row('gpt-5.2', 'OpenAI'), row('my-*', null), row('claude-opus-5', 'Anthropic'), row('claude-opus-5-5', 'Anthropic')];
const filter = (text: string, usedOnly = false) => ({ text, usedOnly, usedModels: ['claude-opus-5-5-20260801', 'my-own'] });
const shown = (text: string, usedOnly?: boolean) => pricesByVendor(ROWS, filter(text, usedOnly)).map(({ vendor, rows }) => [vendor, rows.map(({ model }) => model)]);

describe('pricesByVendor', () => {
  it('has price lists first, then the vendors by name, each with its models', () => {
    expect(shown('')).toEqual([[null, ['my-*']], ['Anthropic', ['claude-opus-5', 'claude-opus-5-5']], ['OpenAI', ['gpt-5.2']]]);
  });

  it('finds words in model and vendor', () => {
    expect(shown('anthropic 5-5')).toEqual([['Anthropic', ['claude-opus-5-5']]]);
    expect(shown('GPT')).toEqual([['OpenAI', ['gpt-5.2']]]);
    expect(shown('price lists')).toEqual([[null, ['my-*']]]);
    expect(shown('nothing like it')).toEqual([]);
  });

  it('shows what sessions used, and says which vendors have some', () => {
    expect(shown('', true)).toEqual([[null, ['my-*']], ['Anthropic', ['claude-opus-5-5']]]);
    expect(pricesByVendor(ROWS, filter('')).map(({ used }) => used)).toEqual([true, true, false]);
  });
});

describe('isUsed', () => {
  it.each([
    ['claude-opus-5-5', 'Anthropic', 'claude-opus-5-5', true],
    ['claude-opus-5-5', 'Anthropic', 'Claude-Opus-5-5-20260801', true],
    ['claude-opus-5-5', 'Anthropic', 'anthropic/claude-opus-5-5[1m]', true],
    ['claude-opus-5-5', 'Anthropic', 'claude-opus-5-5@20260801', true],
    ['claude-opus-5', 'Anthropic', 'claude-opus-5-5', false],
    ['claude-*', null, 'claude-opus-5-5', true],
    ['claude-opus-5', null, 'claude-opus-5-20260801', false],
  ])('given %s of %s and a session with %s: %p', (model, vendor, used, expected) => {
    expect(isUsed(row(model, vendor), [used])).toBe(expected);
  });
});
