import { describe, expect, it } from '@jest/globals';
import { commentsInput, commentsText, placeOf, type ReviewComment } from './comment-text.js';

const comment = (over: Partial<ReviewComment> = {}): ReviewComment => ({
  path: 'src/retry.ts', side: 'after', from: 24, to: 24, lines: ['  const delay = random() * window;'], text: 'random() can return 0.', ...over,
});

describe('comments as text', () => {
  it('say where, quote the lines, and say what', () => {
    expect(commentsText([comment()])).toBe('A comment on your changes:\n\n1. src/retry.ts:24\n>   const delay = random() * window;\nrandom() can return 0.');
  });

  it('are numbered, and say which side they are about', () => {
    const text = commentsText([comment(), comment({ path: 'b.ts', side: 'before', from: 3, to: 4, lines: ['a', 'b'], text: ' Why\nremoved? \n' })]);
    expect(text).toContain('2 comments on your changes:');
    expect(text).toContain('2. b.ts:3-4 (before the change)\n> a\n> b\nWhy\nremoved?');
  });

  it('quote some lines of many, and the beginning of a long one', () => {
    const text = commentsText([comment({ lines: Array.from({ length: 14 }, (_, index) => `line ${index}`) })]);
    expect(text).toContain('> line 11\n> … 2 more lines');
    expect(text).not.toContain('line 12');
    expect(commentsText([comment({ lines: ['x'.repeat(500)] })])).toContain(`> ${'x'.repeat(200)}…\n`);
  });

  it('hold nothing that acts on a terminal or changes the direction of text', () => {
    const hostile = 'a\x1b]0;title\x07\x9b2J\tb\u202ec\x03\x04\x1b[201~rm -rf .\r';
    const text = commentsText([comment({ path: 'x\x1b[2J\n.ts', lines: [hostile], text: `${hostile}\nnext\rthird` })]);
    expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toContain('<ESC>[201~rm -rf .');
    expect(placeOf(comment({ path: 'x\n.ts' }))).toBe('x<LF>.ts:24');
  });
});

describe('comments as input', () => {
  it('reach an agent as one paste, sent by Enter', () => {
    const input = commentsInput([comment()], 'claude');
    expect(input.startsWith('\x1b[200~A comment')).toBe(true);
    expect(input.endsWith('\x1b[201~\r')).toBe(true);
    expect(input.slice(1, -7)).not.toContain('\x1b');
    expect(input.slice(0, -1)).not.toContain('\r');
  });

  it('are comment lines for a shell, whatever is in them', () => {
    const input = commentsInput([comment({ lines: ['rm -rf .', ''], text: 'one\n$(reboot)' })], 'shell');
    const lines = input.split('\r');
    expect(lines.pop()).toBe('');
    expect(lines.every((line) => line.startsWith('#'))).toBe(true);
    expect(lines).toContain('# $(reboot)');
    expect(input).not.toContain('\n');
  });
});
