import { describe, expect, it } from '@jest/globals';
import { isFontSize, stepFont } from './font-size.js';

describe('the font size of a terminal', () => {
  it('goes up and down in whole pixels, also from between two', () => {
    expect([stepFont(12.5, 1), stepFont(12.5, -1), stepFont(13, 1), stepFont(13, -1)]).toEqual([13, 12, 14, 12]);
  });

  it('stops where it would be of no use', () => {
    expect([stepFont(32, 1), stepFont(7, -1)]).toEqual([32, 7]);
    expect([isFontSize(7), isFontSize(6.9), isFontSize(33), isFontSize(NaN)]).toEqual([true, false, false, false]);
  });
});
