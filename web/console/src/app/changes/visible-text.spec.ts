import { describe, expect, it } from '@jest/globals';
import { directionRuns, visiblePieces, visibleText } from './visible-text.js';

describe('hidden characters', () => {
  it.each([
    ['a direction override', 'if (admin\u202e) {', 'if (admin<U+202E>) {'],
    ['isolates', '\u2066a\u2069', '<U+2066>a<U+2069>'],
    ['what has no width', 'pass\u200bword\ufeff', 'pass<U+200B>word<U+FEFF>'],
    ['control characters', 'a\x1b[2Jb\x07\x7f', 'a<ESC>[2Jb<BEL><DEL>'],
    ['those of the second block', '\x9b31m', '<U+009B>31m'],
    ['a carriage return in a line', 'ok\rno', 'ok<CR>no'],
    ['letters of the tag block', 'x\u{e0041}y', 'x<U+E0041>y'],
    ['half a pair', 'a\ud800b', 'a<U+D800>b'],
    ['line separators', 'a\u2028b', 'a<U+2028>b'],
    ['bytes that are no text', 'caf\ufffd', 'caf<U+FFFD>'],
  ])('are written as codes: %s', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('are not tabs, letters of any script, or the joiner within an emoji', () => {
    for (const text of ['\tconst x = 1;', 'שלום עולם', 'naïve Ünïcode 日本語', '👩‍💻', '🧑🏽‍🚀', '❤️‍🔥']) expect(visibleText(text)).toBe(text);
    expect(visibleText('a\u200db')).toBe('a<U+200D>b');
  });

  it('say what they are', () => {
    expect(visiblePieces('a\u202e\x1b').map(({ hidden }) => hidden?.name ?? null)).toEqual([null, expect.stringContaining('right-to-left override'), 'U+001B, control character']);
  });

  it('cut a text without losing any of it', () => {
    const text = '\u202eab\u{1f600}\x00c';
    expect(visiblePieces(text).map(({ from, to }) => text.slice(from, to)).join('')).toBe(text);
    expect(visiblePieces('')).toEqual([]);
  });
});

describe('words from right to left', () => {
  it('are cut from the signs around them', () => {
    expect(directionRuns("const שלום = 'עולם';").map(({ text, rightToLeft }) => [text, rightToLeft])).toEqual([
      ['const ', false], ['שלום', true], [" = '", false], ['עולם', true], ["';", false],
    ]);
    expect(directionRuns('plain')).toEqual([{ text: 'plain', rightToLeft: false }]);
    expect(directionRuns('')).toEqual([]);
  });
});
