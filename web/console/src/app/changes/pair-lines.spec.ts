import { describe, expect, it } from '@jest/globals';
import { pairLines } from './pair-lines.js';

const pair = (removed: string[], added: string[]) =>
  pairLines(removed.map((text) => ({ text })), added.map((text) => ({ text }))).map(({ before, after, alike }) => [before?.text ?? null, after?.text ?? null, alike]);

describe('pairing removed and added lines', () => {
  it('puts a changed line beside what it became, in spite of lines that came in between', () => {
    expect(pair(['const BASE = 1000;', 'const MAX = 8;'], ['const BASE = 1_000;', '/** Why. */', 'const MAX = 12;'])).toEqual([
      ['const BASE = 1000;', 'const BASE = 1_000;', true],
      [null, '/** Why. */', false],
      ['const MAX = 8;', 'const MAX = 12;', true],
    ]);
  });

  it('puts lines that have nothing in common side by side, as two lines', () => {
    expect(pair(['alpha beta'], ['gamma delta'])).toEqual([['alpha beta', 'gamma delta', false]]);
  });

  it('keeps the order: two lines that changed places are not both alike', () => {
    const pairs = pair(['one two three', 'four five six'], ['four five six', 'one two three']);
    expect(pairs.filter(([, , alike]) => alike === true)).toHaveLength(1);
    expect(pairs.map(([before]) => before).filter((text) => text !== null)).toEqual(['one two three', 'four five six']);
    expect(pairs.map(([, after]) => after).filter((text) => text !== null)).toEqual(['four five six', 'one two three']);
  });

  it('leaves the other side empty where there is nothing', () => {
    expect(pair([], ['a', 'b'])).toEqual([[null, 'a', false], [null, 'b', false]]);
    expect(pair(['a'], [])).toEqual([['a', null, false]]);
    expect(pair([], [])).toEqual([]);
  });

  it('pairs by place in a block that is too large to compare, and keeps every line', () => {
    const removed = Array.from({ length: 3000 }, (_, index) => `const a${index} = ${index};`);
    const pairs = pair(removed, removed.map((line) => `${line} // changed`));
    expect(pairs).toHaveLength(3000);
    expect(pairs.every(([, , alike]) => alike)).toBe(true);
  });

  it('compares a line of a megabyte by its beginning', () => {
    const long = 'x '.repeat(500_000);
    expect(pair([long], [`${long}y`])).toEqual([[long, `${long}y`, true]]);
  });
});
