/** Languages that are coloured; each has its parser in `language-parsers.ts`. */
export type Language =
  | 'cpp' | 'csharp' | 'css' | 'dockerfile' | 'go' | 'html' | 'java' | 'javascript' | 'json' | 'jsx' | 'kotlin' | 'lua' | 'markdown' | 'perl' | 'php'
  | 'powershell' | 'properties' | 'python' | 'ruby' | 'rust' | 'sass' | 'scss' | 'shell' | 'sql' | 'swift' | 'toml' | 'tsx' | 'typescript' | 'xml' | 'yaml';

const BY_EXTENSION: ReadonlyMap<string, Language> = new Map(
  Object.entries({
    cpp: 'c cc cpp cxx h hh hpp hxx ino',
    csharp: 'cs',
    css: 'css',
    dockerfile: 'dockerfile',
    go: 'go',
    html: 'html htm vue svelte',
    java: 'java',
    javascript: 'js mjs cjs',
    json: 'json jsonc json5 webmanifest ipynb',
    jsx: 'jsx',
    kotlin: 'kt kts',
    lua: 'lua',
    markdown: 'md markdown mdx',
    perl: 'pl pm',
    php: 'php',
    powershell: 'ps1 psm1',
    properties: 'properties ini cfg conf editorconfig env',
    python: 'py pyi',
    ruby: 'rb rake gemspec',
    rust: 'rs',
    sass: 'sass',
    scss: 'scss less',
    shell: 'sh bash zsh ksh bashrc zshrc profile',
    sql: 'sql',
    swift: 'swift',
    toml: 'toml',
    tsx: 'tsx',
    typescript: 'ts mts cts',
    xml: 'xml svg xsd xsl plist csproj',
    yaml: 'yml yaml',
  } satisfies Record<Language, string>).flatMap(([language, extensions]) => extensions.split(' ').map((extension) => [extension, language as Language] as const)),
);

const BY_NAME: ReadonlyMap<string, Language> = new Map([
  ['dockerfile', 'dockerfile'],
  ['containerfile', 'dockerfile'],
  ['gemfile', 'ruby'],
  ['rakefile', 'ruby'],
  ['cargo.lock', 'toml'],
  ['.prettierrc', 'json'],
  ['.babelrc', 'json'],
]);

/** The language of a file, by its name; `null` for plain text. */
export function languageOf(path: string): Language | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const byName = BY_NAME.get(name) ?? (name.startsWith('dockerfile.') ? 'dockerfile' : undefined) ?? (name.startsWith('.env') ? 'properties' : undefined);
  return byName ?? BY_EXTENSION.get(name.slice(name.lastIndexOf('.') + 1)) ?? null;
}
