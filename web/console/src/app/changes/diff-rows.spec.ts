import { describe, expect, it } from '@jest/globals';
import { changeStarts, diffRows, type DiffRow, type RowsInput } from './diff-rows.js';
import { parseFileDiff } from './unified-diff.js';

/** A file of 30 lines: line 10 was replaced by two, line 20 went. */
const HUNKS = parseFileDiff('@@ -9,3 +9,4 @@ one()\n l9\n-old ten\n+new ten\n+ten and a half\n l11\n@@ -19,3 +20,2 @@ two()\n l19\n-l20\n l21\n').hunks;
const AFTER = [...Array.from({ length: 9 }, (_, index) => `l${index + 1}`), 'new ten', 'ten and a half', ...Array.from({ length: 9 }, (_, index) => `l${index + 11}`), ...Array.from({ length: 10 }, (_, index) => `l${index + 21}`)];

const rows = (over: Partial<RowsInput> = {}) => diffRows({ hunks: HUNKS, layout: 'split', opened: new Map(), content: null, talks: new Map(), ...over });
const shown = (list: readonly DiffRow[]) =>
  list.map((row) => {
    if (row.kind === 'gap') return `… ${row.hidden ?? '?'} ${row.heading}`.trim();
    if (row.kind === 'talk') return `talk ${row.id}`;
    const side = (line: typeof row.before, number: number | null | undefined) => (line === null ? '-' : `${number} ${line.text}`);
    return `${side(row.before, row.before?.before)} | ${side(row.after, row.after?.after)}`;
  });

describe('the rows of a diff', () => {
  it('stand side by side, with what is left out between them', () => {
    expect(shown(rows())).toEqual([
      '… 8 one()',
      '9 l9 | 9 l9',
      '10 old ten | 10 new ten',
      '- | 11 ten and a half',
      '11 l11 | 12 l11',
      '… 7 two()',
      '19 l19 | 20 l19',
      '20 l20 | -',
      '21 l21 | 21 l21',
      '… ?',
    ]);
  });

  it('stand below each other when unified', () => {
    expect(shown(rows({ layout: 'unified' })).slice(1, 6)).toEqual(['9 l9 | 9 l9', '10 old ten | -', '- | 10 new ten', '- | 11 ten and a half', '11 l11 | 12 l11']);
    const [removed, added] = rows({ layout: 'unified' }).slice(2, 4);
    expect(removed).toMatchObject({ like: { before: { text: 'old ten' }, after: { text: 'new ten' } } });
    expect(added).toMatchObject({ like: { before: { text: 'old ten' } } });
  });

  it('open lines of a gap at its ends, numbered on both sides', () => {
    const list = shown(rows({ content: AFTER, opened: new Map([[0, { top: 0, bottom: 2 }], [1, { top: 1, bottom: 1 }], [2, { top: 1, bottom: 0 }]]) }));
    expect(list.slice(0, 4)).toEqual(['… 6 one()', '7 l7 | 7 l7', '8 l8 | 8 l8', '9 l9 | 9 l9']);
    expect(list.slice(6, 11)).toEqual(['11 l11 | 12 l11', '12 l12 | 13 l12', '… 5 two()', '18 l18 | 19 l18', '19 l19 | 20 l19']);
    expect(list.slice(-2)).toEqual(['22 l22 | 22 l22', '… 8']);
  });

  it('open a gap whole, and no further', () => {
    const list = shown(rows({ content: AFTER, opened: new Map([0, 1, 2].map((gap) => [gap, { top: 1000, bottom: 1000 }])) }));
    expect(list.filter((line) => line.startsWith('…'))).toEqual([]);
    expect(list).toHaveLength(31);
    expect(list.at(-1)).toBe('30 l30 | 30 l30');
  });

  it('have no gap at the end of a file that is shown to its end', () => {
    const whole = (text: string) => shown(diffRows({ hunks: parseFileDiff(text).hunks, layout: 'split', opened: new Map(), content: null, talks: new Map() }));
    expect(whole('@@ -0,0 +1,2 @@\n+a\n+b\n')).toEqual(['- | 1 a', '- | 2 b']);
    expect(whole('@@ -1,2 +0,0 @@\n-a\n-b\n')).toEqual(['1 a | -', '2 b | -']);
    expect(whole('@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n')).toEqual(['1 a | 1 b']);
    expect(whole('')).toEqual([]);
  });

  it('place a hunk that only takes away after the line that git names', () => {
    const list = shown(diffRows({ hunks: parseFileDiff('@@ -5 +4,0 @@\n-five\n').hunks, layout: 'split', opened: new Map(), content: null, talks: new Map() }));
    expect(list).toEqual(['… 4', '5 five | -', '… ?']);
  });

  it('have comments below the line that they end at', () => {
    const list = shown(rows({ talks: new Map([['after:10', ['a', 'b']], ['before:20', ['c']]]) }));
    expect(list.slice(2, 5)).toEqual(['10 old ten | 10 new ten', 'talk a', 'talk b']);
    expect(list).toContain('talk c');
  });

  it('show the lines that a comment is about, although they were left out', () => {
    const list = shown(rows({ content: AFTER, talks: new Map([['after:15', ['a']], ['before:2', ['b']]]) }));
    expect(list.slice(0, 3)).toEqual(['1 l1 | 1 l1', '2 l2 | 2 l2', 'talk b']);
    expect(list).toContain('talk a');
    expect(list.filter((line) => line.startsWith('…'))).toEqual(['… 9']);
  });

  it('have keys of their own', () => {
    for (const layout of ['split', 'unified'] as const) {
      const keys = rows({ layout, content: AFTER, opened: new Map([[0, { top: 3, bottom: 3 }]]) }).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

describe('the beginnings of changes', () => {
  it('are one for each run of changed lines', () => {
    expect(changeStarts(rows())).toEqual([2, 7]);
    expect(changeStarts(rows({ talks: new Map([['after:10', ['a']]]) }))).toEqual([2, 8]);
    expect(changeStarts([])).toEqual([]);
  });
});
