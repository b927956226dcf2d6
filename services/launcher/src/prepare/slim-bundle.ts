import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin, PluginBuild } from 'esbuild';
import { builtinsOnDemand } from './builtins-on-demand.ts';

/** Loaded from `node_modules` at run time: they carry binaries, or screens that only an end of a session needs. */
export const NATIVE_PACKAGES = ['better-sqlite3', '@lydell/node-pty'];

/**
 * What bundles leave out, so that a process holds the code that it runs and little else. Decision 0003 has the figures.
 */
export const slimBundle: Plugin[] = [
  builtinsOnDemand,
  replaceFile('zod-in-english', /\/zod\/v4\/locales\/index\.js$/, () => `export { default as en } from './en.js';`),
  replaceFile(
    'typeorm-for-sqlite',
    // Every driver but better-sqlite3 and what it is built on. (esbuild's filters know no "all but".)
    /\/typeorm\/driver\/(aurora-|c|e|m|n|o|p|r|sap|sp|sqlj|sqls)[a-z-]*\/\w+(Driver|QueryRunner)\.js$/,
    // TypeORM asks only whether something is an instance of these.
    (file) => `exports.${basename(file, '.js')} = class {};`,
  ),
  // Requests are JSON in UTF-8 and upload no files.
  replaceFile('utf-8-only', /\/iconv-lite\/encodings\/(dbcs-data|sbcs-data-generated)\.js$/, () => 'module.exports = {};'),
  replaceFile('no-uploads', /\/node_modules\/multer\/index\.js$/, () => `module.exports = () => { throw new Error('uploads are not in the bundle'); };`),
  // Nest's own logger makes a formatter of dates when it is loaded, and with it comes the data of all time zones (5 MB).
  replaceFile('dates-on-demand', /\/@nestjs\/common\/services\/(console-)?logger\.service\.js$/, (file) =>
    readFileSync(file, 'utf8').replace(
      /new Intl\.DateTimeFormat\(([^)]*)\)/,
      '{ format: (date) => new Intl.DateTimeFormat($1).format(date) }',
    ),
  ),
  { name: 'optional-packages', setup: leaveOutAbsent },
];

function replaceFile(name: string, filter: RegExp, contents: (file: string) => string): Plugin {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter }, ({ path }) => ({ contents: contents(path), resolveDir: path.slice(0, path.lastIndexOf('/')) }));
    },
  };
}

/** Nest, ws and TypeORM try packages that a program may have or not. Ours has none of them: the attempt stays, and fails. */
function leaveOutAbsent({ onResolve, resolve }: PluginBuild): void {
  const looking = Symbol('looking');
  onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData, importer }) => {
    if (pluginData === looking || kind === 'import-statement' || !importer.includes('/node_modules/')) return null;
    const found = await resolve(path, { kind, resolveDir, pluginData: looking });
    return found.errors.length > 0 ? { path, external: true } : null;
  });
}
