import { describe, expect, it } from '@jest/globals';
import { type DiffRow } from './diff-rows.js';
import { rowEstimate } from './row-estimate.js';

const row = (before: string | null, after: string | null): DiffRow => {
  const line = (text: string | null) => (text === null ? null : { kind: 'context' as const, before: 1, after: 1, text, unterminated: false });
  return { kind: 'line', key: 'k', before: line(before), after: line(after), changed: false, like: null };
};

describe('the height that a row will have', () => {
  it.each([
    ['an empty line', row('', ''), 20],
    ['a short one', row('abc', 'abc'), 20],
    ['one that wraps on one side', row('abc', 'x'.repeat(25)), 60],
    ['one with tabs', row(null, '\t\t\tabc'), 40],
    ['one that is drawn in part', row(null, 'x'.repeat(100_000)), 4_000],
    ['left out lines', { kind: 'gap', key: 'g', gap: 0, hidden: 1, heading: '', above: false, below: true } as DiffRow, 28],
  ])('of %s', (_what, of, height) => {
    expect(rowEstimate(of, 10)).toBe(height);
  });
});
