import { describe, expect, it } from '@jest/globals';
import { lineSegments, type LineLook } from './line-segments.js';

/** `*` marked, `.` blanks shown, `<code>` hidden, `style:` coloured. */
const shown = (line: string, look: LineLook = {}) =>
  lineSegments(line, look).map(({ text, style, marked, blanks, hidden }) => `${style && `${style}:`}${marked ? '*' : ''}${blanks ? '.' : ''}${hidden === null ? text : `<${hidden.code}>`}`);

describe('the pieces of a line', () => {
  it('are cut where colours and marks begin and end', () => {
    expect(shown('const MAX = 12;', { tokens: [{ from: 0, to: 5, style: 'keyword' }, { from: 12, to: 14, style: 'number' }], marks: [[12, 15]] })).toEqual([
      'keyword:const', ' MAX = ', 'number:*12', '*;',
    ]);
  });

  it('show hidden characters within colours and marks as codes', () => {
    expect(shown('"a\u202eb"', { tokens: [{ from: 0, to: 5, style: 'string' }], marks: [[1, 3]] })).toEqual(['string:"', 'string:*a', 'string:*<U+202E>', 'string:b', 'string:"'].slice(0, 3).concat('string:b"'));
  });

  it('show blanks where they are what changed, or stand at the end of an added line', () => {
    expect(shown('a\tb', { marks: [[1, 2]] })).toEqual(['a', '*.\t', 'b']);
    expect(shown('a, b', { marks: [[1, 4]], tokens: [{ from: 3, to: 4, style: 'name' }] })).toEqual(['a', '*, ', 'name:*b']);
    expect(shown('a b  ', { showTrailing: true })).toEqual(['a b', '.  ']);
    expect(shown('a b  ', { showTrailing: true, marks: [[3, 5]] })).toEqual(['a b', '*.  ']);
    expect(shown('a b  ')).toEqual(['a b  ']);
  });

  it('show the carriage return at the end only in a file whose lines end in two ways', () => {
    expect(shown('a\r')).toEqual(['a']);
    expect(shown('a\r', { showReturn: true })).toEqual(['a', '<CR>']);
    expect(shown('a \r', { showReturn: true, showTrailing: true })).toEqual(['a', '. ', '<CR>']);
    expect(shown('a\rb')).toEqual(['a', '<CR>', 'b']);
  });

  it('end at the limit', () => {
    expect(shown('abcdef', { limit: 3, marks: [[2, 5]], showTrailing: true })).toEqual(['ab', '*c']);
  });

  it('are none for an empty line', () => {
    expect(shown('')).toEqual([]);
    expect(shown('\r', { marks: [[0, 1]] })).toEqual([]);
  });
});
