import { describe, expect, it } from '@jest/globals';
import { wordMarks } from './word-marks.js';

const marked = (before: string, after: string) => {
  const marks = wordMarks(before, after);
  return [marks.before.map(([from, to]) => before.slice(from, to)), marks.after.map(([from, to]) => after.slice(from, to))];
};

describe('marks of changed words', () => {
  it.each([
    ['a word', 'const MAX = 8;', 'const MAX = 12;', ['8'], ['12']],
    ['what came in', 'f(now: Date): Date {', 'f(now: Date, random = Math.random): Date {', [], [', random = Math.random']],
    ['several places', 'const delay = base * 2;', 'const wait = min(cap, base * 2);', ['delay'], ['wait', 'min(cap, ', ')']],
    ['neighbouring words as one', 'say hello big world', 'say goodbye small world', ['hello big'], ['goodbye small']],
    ['blanks', 'a  b', 'a b', ['  '], [' ']],
    ['the carriage return alone', 'a b\r', 'a b', ['\r'], []],
    ['nothing when nothing changed', 'same', 'same', [], []],
    ['a letter beyond the basic plane as a whole', 'x 😀 y', 'x 😁 y', ['😀'], ['😁']],
  ])('show %s', (_what, before, after, removed, added) => {
    expect(marked(before, after)).toEqual([removed, added]);
  });

  it('show what lies between the common beginning and end of a long line', () => {
    const [head, tail] = ['('.repeat(50_000), ')'.repeat(50_000)];
    expect(marked(`${head}a${tail}`, `${head}bc${tail}`)).toEqual([['a'], ['bc']]);
  });

  it('show one stretch where nearly everything changed', () => {
    const words = (letter: string) => Array.from({ length: 200 }, (_, index) => `${letter}${index}${letter}`).join(' ');
    expect(marked(`begin ${words('a')} end`, `begin ${words('b')} end`)).toEqual([[words('a')], [words('b')]]);
  });
});
