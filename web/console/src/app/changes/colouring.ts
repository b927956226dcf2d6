import { StringStream, type StreamParser } from '@codemirror/streamparser';
import { type Parser, type Tree } from '@lezer/common';
import { classHighlighter, highlightTree } from '@lezer/highlight';
import { type LanguageParser } from './language-parsers.js';
import { type Token } from './line-segments.js';
import { MAX_COLOURED_CHARS, type SideText } from './side-text.js';

/** Colours of one side of a file, by line. */
export interface Colouring {
  /** Tokens of a line; none while it is plain. */
  tokensOf(line: number, length: number): readonly Token[];
}

/** Says, each time it is asked, whether there is still time in this slice. */
export interface Slices {
  /** Waits until the page has drawn. @returns whether the work is still wanted */
  next(): Promise<boolean>;
  /** Whether this slice is used up. */
  used(): boolean;
}

/** More processor time than this for one side of one file, and it stays plain. */
const MOST_SLICES = 300;
const TAB_SIZE = 4;

/**
 * Colours one side of a file in slices. The grammars' parsers and the line readers go over the text in small steps and can be
 * left after any of them; `null` when it takes too long or nobody waits any more.
 */
export function colour({ kind, parser }: LanguageParser, side: SideText, slices: Slices): Promise<Colouring | null> {
  return kind === 'grammar' ? byGrammar(parser, side, slices) : byStream(parser, side, slices);
}

async function byGrammar(parser: Parser, { text, startOf }: SideText, slices: Slices): Promise<Colouring | null> {
  const parse = parser.startParse(text);
  let tree: Tree | null = null;
  for (let slice = 0; tree === null; slice++) {
    if (slice === MOST_SLICES || !(await slices.next())) return null;
    do tree = parse.advance();
    while (tree === null && !slices.used());
  }
  const whole = tree;
  return memo((line, length) => {
    const start = startOf.get(line);
    return start === undefined ? [] : treeTokens(whole, start, start + Math.min(length, MAX_COLOURED_CHARS));
  });
}

function treeTokens(tree: Tree, from: number, to: number): Token[] {
  const tokens: Token[] = [];
  try {
    highlightTree(tree, classHighlighter, (start, end, style) => tokens.push({ from: Math.max(start, from) - from, to: Math.min(end, to) - from, style }), from, to);
  } catch (error) {
    // The highlighter goes down the tree by recursion: text nested thousands deep stays plain.
    if (!(error instanceof RangeError)) throw error;
    return [];
  }
  return tokens;
}

async function byStream(parser: StreamParser<unknown>, { text, startOf }: SideText, slices: Slices): Promise<Colouring | null> {
  const lines = text.split('\n');
  const numbers = [...startOf.keys()];
  const tokens = new Map<number, Token[]>();
  const state = parser.startState?.(TAB_SIZE) ?? null;
  const read = (line: string, number: number) => {
    if (line === '') parser.blankLine?.(state, TAB_SIZE);
    else tokens.set(number, streamTokens(parser, state, line));
  };
  for (let index = 0, slice = 0; index < lines.length; slice++) {
    if (slice === MOST_SLICES || !(await slices.next())) return null;
    do {
      read(lines[index] ?? '', numbers[index] ?? 0);
      index++;
    } while (index < lines.length && !slices.used());
  }
  return { tokensOf: (line) => tokens.get(line) ?? [] };
}

function streamTokens(parser: StreamParser<unknown>, state: unknown, line: string): Token[] {
  const input = new StringStream(line, TAB_SIZE, TAB_SIZE);
  const tokens: Token[] = [];
  // A reader may stand still while it changes its state, but not for ever.
  for (let still = 0; !input.eol() && still < 10; ) {
    input.start = input.pos;
    const style = parser.token(input, state);
    still = input.pos > input.start ? 0 : still + 1;
    if (style !== null && input.pos > input.start) tokens.push({ from: input.start, to: input.pos, style: streamStyle(style) });
  }
  return tokens;
}

/** Names of the line readers' tokens that the highlighter's classes call otherwise. */
const RENAMED: Readonly<Record<string, string>> = { def: 'definition', builtin: 'keyword', variable: 'variableName', property: 'propertyName', attribute: 'propertyName', type: 'typeName', tag: 'typeName', qualifier: 'typeName' };

function streamStyle(style: string): string {
  const name = style.split(/[ .]/, 1)[0] ?? '';
  return `tok-${RENAMED[name] ?? name}`;
}

function memo(tokensOf: Colouring['tokensOf']): Colouring {
  const known = new Map<number, readonly Token[]>();
  return {
    tokensOf: (line, length) => {
      let tokens = known.get(line);
      if (tokens === undefined) known.set(line, (tokens = tokensOf(line, length)));
      return tokens;
    },
  };
}
