import { describe, expect, it } from '@jest/globals';
import { hitWords } from './hit-words.js';

describe('the words beside the search field', () => {
  it.each([
    ['', -1, 0, ''],
    ['x', -1, 0, 'No hits'],
    ['x', 0, 3, '1/3'],
    ['x', -1, 1, '1 hit'],
    ['x', -1, 3, '3 hits'],
    ['x', -1, 1000, '1000+ hits'],
  ])('for %j at %d of %d are %j', (query, index, count, words) => {
    expect(hitWords(query, index, count, 1000)).toBe(words);
  });
});
