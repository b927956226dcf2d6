import { describe, expect, it } from '@jest/globals';
import { inputBursts } from './input-bursts.js';

describe('inputBursts', () => {
  it('has each burst of keys once', () => {
    expect(inputBursts([100, 300, 2200, 4300, 4300, 9000])).toEqual([100, 4300, 9000]);
  });

  it('has none where nobody typed', () => {
    expect(inputBursts([])).toEqual([]);
  });
});
