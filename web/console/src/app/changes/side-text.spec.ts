import { describe, expect, it } from '@jest/globals';
import { contentFits, contentLines, sideText } from './side-text.js';
import { parseFileDiff } from './unified-diff.js';

const { hunks } = parseFileDiff('@@ -2,3 +2,4 @@\n two\n-three\n+drei\n+dreieinhalb\n four\n@@ -6 +6,0 @@\n-six\n');
const after = ['one', 'two', 'drei', 'dreieinhalb', 'four', 'five', 'seven'];

describe('the text of one side', () => {
  it('is what the hunks show while the content is not known', () => {
    expect(sideText(hunks, 'before', null)).toEqual({ text: 'two\nthree\nfour\nsix', startOf: new Map([[2, 0], [3, 4], [4, 10], [6, 15]]) });
    expect(sideText(hunks, 'after', null).text).toBe('two\ndrei\ndreieinhalb\nfour');
  });

  it('is the whole file when it is known, before the change, too', () => {
    expect(sideText(hunks, 'after', after).text).toBe(after.join('\n'));
    const before = sideText(hunks, 'before', after);
    expect(before.text).toBe('one\ntwo\nthree\nfour\nfive\nsix\nseven');
    expect([...before.startOf.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('a long line', () => {
  it('has only its beginning coloured; the lines after it keep their places', () => {
    const { text, startOf } = sideText(parseFileDiff(`@@ -0,0 +1,2 @@\n+${'x'.repeat(3_000)}\n+y\n`).hunks, 'after', null);
    expect(text).toHaveLength(2_002);
    expect(text.slice(startOf.get(2))).toBe('y');
  });
});

describe('a file’s content', () => {
  it('fits the diff that was made from it, and no other', () => {
    expect(contentFits(hunks, after)).toBe(true);
    expect(contentFits(hunks, after.slice(0, 3))).toBe(false);
    expect(contentFits(hunks, ['zero', ...after])).toBe(false);
  });

  it('is cut into its lines', () => {
    expect(contentLines('a\r\nb\n')).toEqual(['a\r', 'b']);
    expect(contentLines('a\n\n')).toEqual(['a', '']);
    expect(contentLines('a')).toEqual(['a']);
    expect(contentLines('')).toEqual([]);
  });
});
