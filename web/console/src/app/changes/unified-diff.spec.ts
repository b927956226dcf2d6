import { describe, expect, it } from '@jest/globals';
import { parseFileDiff } from './unified-diff.js';

const PATCH = `diff --git a/a.ts b/a.ts
index 1..2 100644
--- a/a.ts
+++ b/a.ts
@@ -1,3 +1,4 @@ function one() {
 const a = 1;
-const b = 2;
+const b = 3;
+const c = 4;
 done();
@@ -20 +21,0 @@
-last
\\ No newline at end of file
`;

describe('the diff of one file', () => {
  it('is its hunks, with the numbers of both sides', () => {
    const { hunks, binary, damaged } = parseFileDiff(PATCH);
    expect({ binary, damaged }).toEqual({ binary: false, damaged: false });
    expect(hunks.map(({ beforeStart, afterStart, heading }) => [beforeStart, afterStart, heading])).toEqual([[1, 1, 'function one() {'], [20, 21, '']]);
    expect(hunks[0]!.lines.map(({ kind, before, after, text }) => [kind, before, after, text])).toEqual([
      ['context', 1, 1, 'const a = 1;'],
      ['removed', 2, null, 'const b = 2;'],
      ['added', null, 2, 'const b = 3;'],
      ['added', null, 3, 'const c = 4;'],
      ['context', 3, 4, 'done();'],
    ]);
  });

  it('knows where a file ends without a line feed', () => {
    expect(parseFileDiff(PATCH).hunks[1]!.lines).toEqual([{ kind: 'removed', before: 20, after: null, text: 'last', unterminated: true }]);
  });

  it('takes lines that look like headers for what they are', () => {
    const { hunks } = parseFileDiff('--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n--- a/y\n-@@ -1 +1 @@\n+++ b/y\n \n');
    expect(hunks).toHaveLength(1);
    expect(hunks[0]!.lines.map(({ kind, text }) => [kind, text])).toEqual([['removed', '-- a/y'], ['removed', '@@ -1 +1 @@'], ['added', '++ b/y'], ['context', '']]);
  });

  it('keeps carriage returns, form feeds and a lost blank of an empty context line', () => {
    const { hunks, damaged } = parseFileDiff('@@ -1,2 +1,2 @@\n\n-a\r\n+a\f\n');
    expect(hunks[0]!.lines.map(({ text }) => text)).toEqual(['', 'a\r', 'a\f']);
    expect(damaged).toBe(false);
  });

  it('says when git showed no lines', () => {
    expect(parseFileDiff('diff --git a/x b/x\nBinary files a/x and b/x differ\n')).toEqual({ hunks: [], binary: true, damaged: false });
    expect(parseFileDiff('GIT binary patch\nliteral 3\n@@garbage').binary).toBe(true);
  });

  it.each([
    ['breaks off', '@@ -1,5 +1,5 @@\n a\n-b\n'],
    ['has a header of another kind', '@@ -x +y @@\n a\n'],
    ['has numbers beyond reason', `@@ -${'9'.repeat(400)} +1 @@\n a\n`],
    ['has something else between its lines', '@@ -1,2 +1,2 @@\n a\n?b\n'],
  ])('shows what could be read and says so when the text %s', (_what, text) => {
    expect(parseFileDiff(text)).toMatchObject({ damaged: true, binary: false });
  });

  it('reads nothing from nothing', () => {
    expect(parseFileDiff('')).toEqual({ hunks: [], binary: false, damaged: false });
  });

  it('reads a text of many lines and one of a long line', () => {
    const many = `@@ -0,0 +1,100000 @@\n${'+x\n'.repeat(100_000)}`;
    expect(parseFileDiff(many).hunks[0]!.lines).toHaveLength(100_000);
    const long = `@@ -0,0 +1 @@\n+${'('.repeat(2_000_000)}\n`;
    expect(parseFileDiff(long).hunks[0]!.lines[0]!.text).toHaveLength(2_000_000);
    expect(parseFileDiff(`@@ ${'-'.repeat(2_000_000)}`).damaged).toBe(true);
  });
});
