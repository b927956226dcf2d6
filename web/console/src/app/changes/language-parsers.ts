import { type StreamParser } from '@codemirror/streamparser';
import { type Parser } from '@lezer/common';
import { type Language } from './language-of.js';

/** A grammar, or a reader that goes line by line, for languages without one. */
export type LanguageParser = { readonly kind: 'grammar'; readonly parser: Parser } | { readonly kind: 'stream'; readonly parser: StreamParser<unknown> };

const grammar = (parser: Parser): LanguageParser => ({ kind: 'grammar', parser });
const stream = (parser: StreamParser<unknown>): LanguageParser => ({ kind: 'stream', parser });
const script = async (dialect: string) => grammar((await import('@lezer/javascript')).parser.configure({ dialect }));

/** Of a paragraph: they look for their other end in all of it, so that hostile text costs the square of its length. */
const WITHIN_PARAGRAPHS = ['Emphasis', 'Link', 'Image', 'LinkEnd', 'HTMLTag', 'InlineCode', 'Entity'];

/** Each is a chunk of its own: a page loads those of the files that are looked at. */
const LOADERS: Readonly<Record<Language, () => Promise<LanguageParser>>> = {
  cpp: async () => grammar((await import('@lezer/cpp')).parser),
  csharp: async () => stream((await import('@codemirror/legacy-modes/mode/clike')).csharp),
  css: async () => grammar((await import('@lezer/css')).parser),
  dockerfile: async () => stream((await import('@codemirror/legacy-modes/mode/dockerfile')).dockerFile),
  go: async () => grammar((await import('@lezer/go')).parser),
  html: async () => grammar((await import('@lezer/html')).parser),
  java: async () => grammar((await import('@lezer/java')).parser),
  javascript: () => script(''),
  json: async () => grammar((await import('@lezer/json')).parser),
  jsx: () => script('jsx'),
  kotlin: async () => stream((await import('@codemirror/legacy-modes/mode/clike')).kotlin),
  lua: async () => stream((await import('@codemirror/legacy-modes/mode/lua')).lua),
  markdown: async () => grammar((await import('@lezer/markdown')).parser.configure({ remove: WITHIN_PARAGRAPHS })),
  perl: async () => stream((await import('@codemirror/legacy-modes/mode/perl')).perl),
  php: async () => grammar((await import('@lezer/php')).parser),
  powershell: async () => stream((await import('@codemirror/legacy-modes/mode/powershell')).powerShell),
  properties: async () => stream((await import('@codemirror/legacy-modes/mode/properties')).properties),
  python: async () => grammar((await import('@lezer/python')).parser),
  ruby: async () => stream((await import('@codemirror/legacy-modes/mode/ruby')).ruby),
  rust: async () => grammar((await import('@lezer/rust')).parser),
  sass: async () => grammar((await import('@lezer/sass')).parser.configure({ dialect: 'indented' })),
  scss: async () => grammar((await import('@lezer/sass')).parser),
  shell: async () => stream((await import('@codemirror/legacy-modes/mode/shell')).shell),
  sql: async () => stream((await import('@codemirror/legacy-modes/mode/sql')).standardSQL),
  swift: async () => stream((await import('@codemirror/legacy-modes/mode/swift')).swift),
  toml: async () => stream((await import('@codemirror/legacy-modes/mode/toml')).toml),
  tsx: () => script('ts jsx'),
  typescript: () => script('ts'),
  xml: async () => grammar((await import('@lezer/xml')).parser),
  yaml: async () => grammar((await import('@lezer/yaml')).parser),
};

export function loadParser(language: Language): Promise<LanguageParser> {
  return LOADERS[language]();
}
