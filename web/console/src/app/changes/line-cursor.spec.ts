import { describe, expect, it } from '@jest/globals';
import { diffRows, type Layout } from './diff-rows.js';
import { cursorAt, linesOf, selectedRange, stepLine, type LineCursor } from './line-cursor.js';
import { parseFileDiff } from './unified-diff.js';

const { hunks } = parseFileDiff('@@ -1,4 +1,4 @@\n one\n-two\n-three\n+zwei\n+new\n four\n');
const rows = (layout: Layout) => diffRows({ hunks, layout, opened: new Map(), content: null, talks: new Map([['after:2', ['talk']]]) });
const at = (side: 'before' | 'after', line: number, anchor = line): LineCursor => ({ side, line, anchor });
const walk = (layout: Layout, from: LineCursor | null, steps: number, { by = 1, extend = false }: { by?: 1 | -1; extend?: boolean } = {}) => {
  const seen: string[] = [];
  let cursor = from;
  for (let step = 0; step < steps; step++) {
    cursor = stepLine(rows(layout), cursor, { by, layout, extend });
    seen.push(`${cursor?.side}:${cursor?.line}`);
  }
  return seen;
};

describe('going line by line', () => {
  it('stays on its side when they stand side by side, and at the last line', () => {
    expect(walk('split', null, 5)).toEqual(['after:1', 'after:2', 'after:3', 'after:4', 'after:4']);
    expect(walk('split', at('before', 1), 3)).toEqual(['before:2', 'before:3', 'before:4']);
    expect(walk('split', null, 2, { by: -1 })).toEqual(['after:4', 'after:3']);
  });

  it('takes every line when unified', () => {
    expect(walk('unified', null, 6)).toEqual(['after:1', 'before:2', 'before:3', 'after:2', 'after:3', 'after:4']);
  });

  it('selects lines of the side on which it began', () => {
    expect(walk('unified', at('after', 1), 2, { extend: true })).toEqual(['after:2', 'after:3']);
    const grown = stepLine(rows('unified'), at('after', 3), { by: -1, layout: 'unified', extend: true });
    expect(selectedRange(grown!)).toEqual({ side: 'after', from: 2, to: 3 });
  });
});

describe('a selection', () => {
  it('has the lines of its side', () => {
    expect(linesOf(rows('split'), { side: 'before', from: 2, to: 3 })).toEqual(['two', 'three']);
    expect(linesOf(rows('unified'), { side: 'after', from: 1, to: 2 })).toEqual(['one', 'zwei']);
  });

  it('begins on the wanted side of a row where it has a line', () => {
    const [, removed] = rows('unified');
    expect(cursorAt(removed, 'after')).toEqual(at('before', 2));
    expect(cursorAt({ kind: 'talk', key: 't', id: 't' }, 'after')).toBeNull();
    expect(cursorAt(undefined, 'after')).toBeNull();
  });
});
