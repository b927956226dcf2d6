import { describe, expect, it } from '@jest/globals';
import { colour, type Slices } from './colouring.js';
import { type Language } from './language-of.js';
import { loadParser } from './language-parsers.js';
import { type SideText } from './side-text.js';

const unhurried: Slices = { next: async () => true, used: () => false };

function side(...lines: string[]): SideText {
  const startOf = new Map<number, number>();
  let start = 0;
  lines.forEach((line, index) => {
    startOf.set(index + 1, start);
    start += line.length + 1;
  });
  return { text: lines.join('\n'), startOf };
}

async function coloured(language: Language, ...lines: string[]): Promise<string[][]> {
  const colouring = await colour(await loadParser(language), side(...lines), unhurried);
  return lines.map((line, index) => colouring!.tokensOf(index + 1, line.length).map(({ from, to, style }) => `${style.replaceAll('tok-', '')}:${line.slice(from, to)}`));
}

describe('colouring', () => {
  it('names the tokens of each line', async () => {
    expect(await coloured('typescript', 'const a = "x";', '// why')).toEqual([
      ['keyword:const', 'variableName definition:a', 'operator:=', 'string:"x"', 'punctuation:;'],
      ['comment:// why'],
    ]);
  });

  it('knows on each line what began above it', async () => {
    expect(await coloured('typescript', '/* one', 'two */ let x')).toEqual([['comment:/* one'], ['comment:two */', 'keyword:let', 'variableName definition:x']]);
    expect(await coloured('python', '"""', 'text', '"""')).toEqual([['string:"""'], ['string:text'], ['string:"""']]);
  });

  it('reads languages without a grammar line by line', async () => {
    expect((await coloured('shell', '# why', 'if true; then echo "x"; fi'))[0]).toEqual(['comment:# why']);
    expect((await coloured('toml', '[package]', 'name = "x"'))[1]).toContain('string:"x"');
  });

  it('has a parser for every language', async () => {
    const samples: Record<Language, string> = {
      cpp: 'int x = 1;', csharp: 'class A { int x = 1; }', css: 'a { color: red; }', dockerfile: 'FROM node:24', go: 'func main() {}', html: '<b>x</b>', java: 'class A { int x = 1; }',
      javascript: 'let x = 1', json: '{"a": 1}', jsx: 'let x = <b/>', kotlin: 'val x = 1', lua: 'local x = 1', markdown: '# x', perl: 'my $x = 1;', php: '<?php echo 1;',
      powershell: '$x = 1', properties: 'a=1', python: 'x = 1', ruby: 'def x; 1; end', rust: 'let x = 1;', sass: 'a\n  color: red', scss: 'a { color: red; }', shell: 'echo "x"', sql: 'SELECT 1',
      swift: 'let x = 1', toml: 'a = 1', tsx: 'let x = <b/>', typescript: 'let x = 1', xml: '<a>x</a>', yaml: 'a: 1',
    };
    for (const [language, text] of Object.entries(samples)) {
      const [first] = await coloured(language as Language, ...text.split('\n'));
      expect([language, first!.length > 0]).toEqual([language, true]);
    }
  });

  it('takes a paragraph of markdown that means no good in a moment', async () => {
    const lines = Array.from({ length: 200 }, () => '[a]('.repeat(500));
    let slices = 0;
    const colouring = await colour(await loadParser('markdown'), side(...lines), { next: async () => ++slices < 100, used: () => true });
    expect(colouring).not.toBeNull();
  });

  it('works in slices', async () => {
    let slices = 0;
    const hurried: Slices = { next: async () => { slices++; return true; }, used: (() => { let asked = 0; return () => asked++ % 50 === 49; })() };
    const lines = Array.from({ length: 200 }, (_, index) => `const a${index} = ${index};`);
    const colouring = await colour(await loadParser('typescript'), side(...lines), hurried);
    expect(slices).toBeGreaterThan(1);
    expect(colouring!.tokensOf(200, lines[199]!.length)).not.toEqual([]);
  });

  it('ends without colours when nobody waits any more, or when it takes too long', async () => {
    for (const language of ['typescript', 'shell'] as const) {
      const parser = await loadParser(language);
      const many = side(...Array.from({ length: 10_000 }, () => 'x = 1'));
      expect(await colour(parser, many, { next: async () => false, used: () => false })).toBeNull();
      let asked = 0;
      expect(await colour(parser, many, { next: async () => true, used: () => asked++ % 2 === 1 })).toBeNull();
    }
  });

  it('leaves text plain that is nested deeper than it can go', async () => {
    const [tokens] = await coloured('json', '['.repeat(10_000));
    expect(tokens).toBeDefined();
  });
});
