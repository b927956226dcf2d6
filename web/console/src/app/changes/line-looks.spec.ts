import { describe, expect, it } from '@jest/globals';
import { diffRows, type LineRow } from './diff-rows.js';
import { LINE_LIMIT, LineLooks, WordMarkCache, type LookInput } from './line-looks.js';
import { parseFileDiff } from './unified-diff.js';

function looks(text: string, over: Partial<LookInput> = {}) {
  const rows = diffRows({ hunks: parseFileDiff(text).hunks, layout: 'split', opened: new Map(), content: null, talks: new Map() }).filter((row): row is LineRow => row.kind === 'line');
  const made = new LineLooks({ colours: { before: null, after: null }, mixedEnds: false, whole: new Set(), ...over }, new WordMarkCache());
  return rows.map((row) => made.of(row));
}
const words = (segments: readonly { text: string; marked: boolean; hidden: { code: string } | null }[] | null) => segments?.map(({ text, marked, hidden }) => (hidden === null ? `${marked ? '*' : ''}${text}` : `<${hidden.code}>`)) ?? null;

describe('the look of a row', () => {
  it('has changed words marked on both sides', () => {
    const [look] = looks('@@ -1 +1 @@\n-const MAX = 8;\n+const MAX = 12;\n');
    expect([words(look!.before), words(look!.after)]).toEqual([['const MAX = ', '*8', ';'], ['const MAX = ', '*12', ';']]);
  });

  it('has colours of its own on each side', () => {
    const colouring = (style: string) => ({ tokensOf: () => [{ from: 0, to: 1, style }] });
    const [look] = looks('@@ -1 +1 @@\n-a\n+b\n', { colours: { before: colouring('x'), after: colouring('y') } });
    expect([look!.before![0]!.style, look!.after![0]!.style]).toEqual(['x', 'y']);
  });

  it('says where a file ends without a line feed', () => {
    const [look] = looks('@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n');
    expect(words(look!.after)?.at(-1)).toBe('<no line feed>');
    expect(words(look!.before)).toEqual(['a']);
  });

  it('is cut when a line is long, until all of it is wanted', () => {
    const text = `@@ -0,0 +1 @@\n+${'x'.repeat(LINE_LIMIT + 5)}\n`;
    const [short] = looks(text);
    expect([short!.cut, short!.after![0]!.text.length]).toEqual([LINE_LIMIT + 5, LINE_LIMIT]);
    const [all] = looks(text, { whole: new Set([':1']) });
    expect([all!.cut, all!.after![0]!.text.length]).toEqual([null, LINE_LIMIT + 5]);
  });
});
