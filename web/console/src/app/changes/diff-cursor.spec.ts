import { signal } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { DiffCursor } from './diff-cursor.js';
import { diffRows, type Layout } from './diff-rows.js';
import { parseFileDiff } from './unified-diff.js';

const PATCH = `diff --git a/a b/a
--- a/a
+++ b/a
@@ -1,3 +1,3 @@
 one
-two
+2
 three
@@ -20,2 +20,3 @@
 twenty
+more
 end
`;

function setUp(layout: Layout = 'split') {
  const hunks = parseFileDiff(PATCH).hunks;
  const rows = signal(diffRows({ hunks, layout, opened: new Map(), content: null, talks: new Map() }));
  return { cursor: new DiffCursor(rows, signal(layout)), rows };
}

describe('DiffCursor', () => {
  it('goes from change to change, and tells when there is none', () => {
    const { cursor } = setUp();
    expect(cursor.stepChange(1, 0)).toMatchObject({ index: 0, of: 2 });
    expect(cursor.selection()).toEqual({ side: 'after', from: 2, to: 2 });
    expect(cursor.stepChange(1, 0)).toMatchObject({ index: 1, of: 2 });
    expect(cursor.stepChange(1, 0)).toBeNull();
    expect(cursor.stepChange(-1, 0)).toMatchObject({ index: 0 });
    expect(cursor.goToChange(-1)).toMatchObject({ index: 1 });
  });

  it('begins with what is seen while nothing is chosen', () => {
    const { cursor } = setUp();
    expect(cursor.stepChange(1, 3)).toMatchObject({ index: 1 });
  });

  it('selects from where it began, on one side', () => {
    const { cursor } = setUp();
    cursor.choose('after', 1, false);
    cursor.choose('after', 3, true);
    expect(cursor.selection()).toEqual({ side: 'after', from: 1, to: 3 });
    expect(cursor.selectedLines()).toEqual(['one', '2', 'three']);
    cursor.dragTo('before', 2);
    cursor.dragTo('after', 2);
    expect([cursor.isSelected('after', 2), cursor.isSelected('after', 3), cursor.isSelected('before', 2)]).toEqual([true, false, false]);
    cursor.choose('before', 2, true);
    expect(cursor.selection()).toEqual({ side: 'before', from: 2, to: 2 });
  });

  it('goes to the line that stands opposite', () => {
    const { cursor } = setUp();
    cursor.goToLine('after', 2);
    cursor.otherSide();
    expect(cursor.selectedLines()).toEqual(['two']);
  });

  it('has nothing selected once its line is gone, or when a line is not shown', () => {
    const { cursor, rows } = setUp();
    expect(cursor.goToLine('after', 10)).toBeUndefined();
    cursor.goToLine('after', 2);
    rows.set([]);
    expect([cursor.selection(), cursor.row(), cursor.selectedLines()]).toEqual([null, undefined, []]);
  });
});
