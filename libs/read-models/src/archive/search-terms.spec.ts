import { describe, expect, it } from '@jest/globals';
import { foldCase, matchOf, rangesOf } from './search-terms.js';

describe('what is asked of the index', () => {
  it.each([
    ['make', '"mak" AND "ake"'],
    ['abc', '"abc"'],
    ['aaaaa', '"aaa"'],
    ['a "b', '"a  " AND "  b"'],
    ['NOT*', '"NOT" AND "OT "'],
    ['%d: %s', '" d " AND "d  " AND "  s"'],
    ['🚀 go', '"  g" AND " go"'],
    ['Straße', '"Str" AND "tra" AND "raß" AND "aße"'],
  ])('of %s', (text, match) => {
    expect(matchOf(text)).toBe(match);
  });

  it.each(['🚀🚀', 'ab', '----', '%_^', '\0\0\0\0'])('is nothing of %j, which any block may hold', (text) => {
    expect(matchOf(text)).toBeNull();
  });

  it('has no half characters and no NUL', () => {
    expect(matchOf('a\ud83db')).toBe('"a b"');
    expect(matchOf('a\0b')).toBe('"a b"');
  });
});

describe('where a text is in a line', () => {
  const find = (line: string, text: string) => rangesOf(foldCase(line), foldCase(text));

  it('counts in UTF-16 units, in whatever case', () => {
    expect(find('🚀 Build, build', 'BUILD')).toEqual([[3, 8], [10, 15]]);
    expect(find('ÄRGER', 'ärger')).toEqual([[0, 5]]);
  });

  it('is not moved by characters that have no lower case of the same length', () => {
    expect(find('İİ Fehler', 'fehler')).toEqual([[3, 9]]);
  });

  it('does not overlap', () => {
    expect(find('aaaaa', 'aa')).toEqual([[0, 2], [2, 4]]);
    expect(find('abc', 'x')).toEqual([]);
  });
});
