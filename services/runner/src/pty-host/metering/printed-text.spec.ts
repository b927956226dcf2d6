import { describe, expect, it } from '@jest/globals';
import { PrintedText } from './printed-text.js';

function printed(...pieces: string[]): number {
  const text = new PrintedText();
  for (const piece of [...pieces, ' ']) text.add(new TextEncoder().encode(piece));
  return text.characters;
}

describe('PrintedText', () => {
  it.each([
    ['plain words', 'green apples\r\n', 11],
    ['characters of several bytes', 'é✻', 2],
    ['colours and cursor moves', '\x1b[38;5;174mab\x1b[2Ccd\x1b[?25l', 4],
    ['character sets', '\x1b(Bab', 2],
    ['a title', '\x1b]0;a long title\x07ab\x1b]8;;http://x\x1b\\cd', 4],
    ['a device string', '\x1bP1$r0m\x1b\\ab', 2],
    ['a spinner once, whatever colours it takes', '\x1b[31m✻\x1b[32mBaking…\r\x1b[33m✻\x1b[34mBaking…\r✻\x1b[35mBaking…', 9],
    ['a line once that is painted again', 'one two three\r\none two three\r\n', 14],
    ['a word again in another place', 'the cat and the dog', 15],
  ])('counts %s', (_, output, characters) => {
    expect(printed(output)).toBe(characters);
    expect(printed(...output)).toBe(characters);
  });
});
