import { describe, expect, it } from '@jest/globals';
import { comparePlaces, findInLines } from './search-hits.js';

const lines = ['zero', 'one', 'Make all', 'three', 'make', 'five'].map((text, index) => ({ chunk: index + 10, at: 1_000 * index, text }));

describe('lines that hold a text', () => {
  it('come with their place and two lines around them', () => {
    const found = findInLines('make', 's', 100, lines);
    expect(found.map(({ line, at }) => [line, at])).toEqual([[102, 2_000], [104, 4_000]]);
    expect(found[0]?.hit).toEqual({
      sessionId: 's',
      chunk: 12,
      at: '1970-01-01T00:00:02.000Z',
      line: 'Make all',
      ranges: [[0, 4]],
      before: ['zero', 'one'],
      after: ['three', 'make'],
    });
    expect(found[1]?.hit.after).toEqual(['five']);
  });

  it('are cut around the first place when they are long', () => {
    const [found] = findInLines('needle', 's', 0, [{ chunk: 1, at: 0, text: `${'x'.repeat(10_000)}needle${'y'.repeat(10_000)}needle` }]);
    expect(found?.hit.line).toHaveLength(2_000);
    const [[begin, end] = [0, 0]] = found?.hit.ranges ?? [];
    expect(found?.hit.line.slice(begin, end)).toBe('needle');
    expect(found?.hit.ranges).toHaveLength(1);
  });

  it('are in one order: newest first, then by session, then from the end', () => {
    const place = (at: number, sessionId: string, line: number) => ({ at, sessionId, line });
    const ordered = [place(2, 'a', 1), place(1, 'b', 9), place(1, 'b', 8), place(1, 'a', 99)];
    expect([...ordered].reverse().sort(comparePlaces)).toEqual(ordered);
  });
});
