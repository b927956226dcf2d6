import { describe, expect, it } from '@jest/globals';
import { scrollTo } from './scroll-anchor.js';

const screen = ['a', 'b', 'c', '', 'd', 'e', 'f', 'g'];
const place = (anchor: Partial<Parameters<typeof scrollTo>[0]>, lines = screen) =>
  scrollTo({ atBottom: false, top: 2, lines: [], ...anchor }, lines.length, (line) => lines[line] ?? '', lines.length - 3);

describe('scrollTo', () => {
  it('stays with the newest line, for who was there', () => {
    expect(place({ atBottom: true, lines: ['a'] })).toBeNull();
  });

  it('finds the lines that were at the top, though others went before them', () => {
    expect(place({ top: 7, lines: ['c', '', 'd'] })).toBe(2);
  });

  it('takes the newest of equal places', () => {
    expect(place({ lines: ['x', 'y'] }, ['x', 'y', '-', 'x', 'y', '-', '-', '-'])).toBe(3);
  });

  it('keeps the place when the lines are gone or say nothing, within what there is', () => {
    expect(place({ lines: ['gone'] })).toBe(2);
    expect(place({ lines: ['', ''] })).toBe(2);
    expect(place({ top: 900, lines: ['gone'] })).toBe(5);
  });
});
