/**
 * Bundles the benchmark and runs it. It runs from source on Node's own type stripping, so that nothing of it is part of
 * what `npm start` builds.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { workspaceRoot } from '../prepare/workspace.ts';
import type { bench as Bench } from './bench.js';

const { compilerOptions } = JSON.parse(readFileSync(join(workspaceRoot, 'tsconfig.base.json'), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> };
};

await build({
  absWorkingDir: workspaceRoot,
  entryPoints: [
    { in: 'services/launcher/src/bench/bench.ts', out: 'bench' },
    { in: 'services/runner/src/bench/raw-pty.ts', out: 'raw-pty' },
    { in: 'services/launcher/src/bench/counting-viewer.ts', out: 'counting-viewer' },
  ],
  outdir: 'dist/bench',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  packages: 'external',
  alias: Object.fromEntries(Object.entries(compilerOptions.paths).map(([name, [source]]) => [name, join(workspaceRoot, source)])),
  logLevel: 'warning',
});

const { bench } = (await import(pathToFileURL(join(workspaceRoot, 'dist/bench/bench.js')).href)) as { bench: typeof Bench };
process.exitCode = await bench(process.argv.slice(2));
