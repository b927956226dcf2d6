import { describe, expect, it } from '@jest/globals';
import { newestLine } from './newest-line.js';

const of = (text: string, isWhole = true) => newestLine(Buffer.from(text), isWhole);

describe('newestLine', () => {
  it.each([
    ['a line', 'hello\r\n', 'hello'],
    ['the newest of several', 'one\r\ntwo\r\n', 'two'],
    ['a line that is not finished', 'one\r\n$ ls', '$ ls'],
    ['nothing but blanks after it', 'one\r\n\r\n   \r\n', 'one'],
    ['colours', '\x1b[1;32mok\x1b[0m done\r\n', 'ok done'],
    ['a prompt with a title', '\x1b]0;ada@host: ~\x07$ make', '$ make'],
    ['a title that is cut off by the end', 'built\r\n\x1b]0;ada@ho', 'built'],
    ['a sequence that is cut off by the end', 'built\r\n\x1b[38;5', 'built'],
    ['a progress bar', '10 %\r50 %\r100 %', '100 %'],
    ['a shorter text over a longer one', 'downloading\rdone', 'doneloading'],
    ['backspaces', 'lx\bs\r\n', 'ls'],
    ['a cursor that jumps', '\x1b[2J\x1b[1;1HFile\x1b[24;1Hstatus: ready', 'status: ready'],
    ['a spinner that only turns', 'thinking\r\n⠋\r⠙\r⠹', 'thinking'],
    ['a character set', '\x1b(Bplain\x1b)0', 'plain'],
    ['other scripts', 'größer 漢字 ok\r\n', 'größer 漢字 ok'],
  ])('%s', (_, output, line) => {
    expect(of(output)).toBe(line);
  });

  it('is null when there is nothing to read', () => {
    expect(of('')).toBeNull();
    expect(of('\x1b[?25l\x1b[2J\r\n  \r\n')).toBeNull();
  });

  it('does not show the rest of what the tail cuts in two', () => {
    expect(of('8;5;240mdim\x1b[0m\r\nnext\r\n', false)).toBe('next');
    expect(of('38;5mdim\r\n', false)).toBeNull();
    expect(newestLine(Buffer.from('é and on\r\nlast').subarray(1), false)).toBe('last');
  });

  it('shows a line without an end that is longer than the tail', () => {
    expect(of('x'.repeat(5_000), false)).toBe('x'.repeat(200));
  });

  it('is at most 200 characters long, and cuts no character in two', () => {
    const line = of('😀a'.repeat(300));
    expect([...(line ?? '')]).toHaveLength(200);
  });
});
