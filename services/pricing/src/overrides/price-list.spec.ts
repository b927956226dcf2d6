import { describe, expect, it } from '@jest/globals';
import { parsePriceList, PriceListError } from './price-list.js';

const parse = (list: unknown) => () => parsePriceList(JSON.stringify(list));
const price = { inputPer1M: 1, outputPer1M: 2 };

describe('parsePriceList', () => {
  it('takes a default, models, and prices of caches', () => {
    const list = { default: price, models: { 'claude-*': { ...price, cacheReadPer1M: 0.1, cacheWrite5mPer1M: 1.25, cacheWrite1hPer1M: 2 }, free: { inputPer1M: 0, outputPer1M: 0 } } };
    expect(parse(list)()).toEqual(list);
    expect(parse({})()).toEqual({});
  });

  it.each([
    [{ models: { foo: { inputPer1M: -1, outputPer1M: 1 } } }, 'models.foo.inputPer1M must be a number >= 0'],
    [{ models: { foo: { inputPer1M: '3', outputPer1M: 1 } } }, 'models.foo.inputPer1M must be a number >= 0'],
    [{ models: { 'gpt-5.2': { inputPer1M: 3 } } }, 'models.gpt-5.2.outputPer1M must be a number >= 0'],
    [{ models: { foo: { ...price, cacheRead: 1 } } }, 'models.foo.cacheRead is not a known field'],
    [{ models: { foo: 3 } }, 'models.foo must be an object with inputPer1M and outputPer1M'],
    [{ models: { 'a*b': price } }, 'models.a*b may have a * only at its end'],
    [{ models: { '': price } }, 'models. must not be empty'],
    [{ models: [] }, 'models must be an object of models'],
    [{ model: {} }, 'model is not a known field'],
    [{ default: { inputPer1M: 2e6, outputPer1M: 1 } }, 'default.inputPer1M must be at most 1000000'],
    [{ default: {} }, 'default.inputPer1M must be a number >= 0 (and 1 more)'],
    [[], 'must be an object with default and models'],
    [{ models: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`m${n}`, price])) }, 'models must have at most 500 models'],
  ])('refuses %j: %s', (list, message) => {
    expect(parse(list)).toThrow(new PriceListError(message));
  });

  it('quotes nothing of what is not JSON', () => {
    expect(() => parsePriceList('{"default": secret')).toThrow(new PriceListError('is not JSON'));
  });
});
