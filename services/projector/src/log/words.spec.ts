import { describe, expect, it } from '@jest/globals';
import { count, money } from './words.js';

describe('words for numbers', () => {
  it.each([[0, '0'], [999, '999'], [1000, '1,000'], [1_234_567, '1,234,567']])('count %d', (value, words) => {
    expect(count(value)).toBe(words);
  });

  it.each([
    [0, '$0.00'],
    [1, '$0.00'],
    [999, '$0.00'],
    [1500, '$0.000001'],
    [9_999_999, '$0.009999'],
    [10_000_000, '$0.01'],
    [123_456_789, '$0.1234'],
    [999_999_999, '$0.9999'],
    [1_000_000_000, '$1.00'],
    [1_509_999_999, '$1.50'],
    [1_234_567_890_000_000, '$1,234,567.89'],
  ])('money of %d nano-USD', (nanoUsd, words) => {
    expect(money(nanoUsd)).toBe(words);
  });
});
