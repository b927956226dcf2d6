import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '../../progress.mjs';
import { NATIVE_PACKAGES, slimBundle } from './slim-bundle.ts';
import { hashOfFiles, Stamp } from './stamp.ts';

/** Name of a bundle in `dist/` and the source it begins with. */
const ENTRIES: Record<string, string> = {
  'launcher/main': 'services/launcher/src/main.ts',
  'launcher/services': 'services/launcher/src/services.ts',
  'launcher/settings': 'services/launcher/src/settings.ts',
  'launcher/health-check': 'services/launcher/src/health-check.ts',
  'launcher/compose-secrets': 'services/launcher/src/compose-secrets.ts',
  'launcher/compose-credentials': 'services/launcher/src/compose-credentials.ts',
  'launcher/provision': 'services/launcher/src/provision.ts',
  'pricing/main': 'services/pricing/src/main.ts',
  'budget/main': 'services/budget/src/main.ts',
  'git-snapshot/main': 'services/git-snapshot/src/main.ts',
  'projector/main': 'services/projector/src/main.ts',
  'projector/archivist': 'services/projector/src/archive/thread-main.ts',
  'gateway/main': 'services/gateway/src/main.ts',
  'gateway/text-thread': 'services/gateway/src/terminal/text-thread-main.ts',
  'runner/main': 'services/runner/src/main.ts',
  'pty-host/main': 'services/runner/src/pty-host/main.ts',
};

const SOURCES = ['libs/*/src/**/*', 'services/*/src/**/*', 'tsconfig.base.json', 'package-lock.json'];

/** Bundles each service with its packages into `dist/`. Decision 0003 says why. */
export async function buildServices(root: string): Promise<void> {
  const sources = hashOfFiles(root, SOURCES);
  const stamp = new Stamp(join(root, 'dist/services.stamp'));
  if (stamp.matches(sources)) return;
  await step('Building the services', async () => {
    const { build } = await import('esbuild');
    rmSync(join(root, 'dist/services.stamp'), { force: true });
    await build({
      absWorkingDir: root,
      entryPoints: Object.entries(ENTRIES)
        .filter(([, source]) => existsSync(join(root, source)))
        .map(([out, source]) => ({ in: source, out })),
      outdir: 'dist',
      bundle: true,
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      format: 'esm',
      platform: 'node',
      target: 'node24',
      external: NATIVE_PACKAGES,
      // Comments and long expressions are held in memory with the code; names are kept for stack traces.
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'linked',
      // CommonJS packages call `require` for built-in modules.
      banner: { js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
      tsconfig: join(root, 'tsconfig.base.json'),
      plugins: slimBundle,
      sourcemap: 'linked',
      logLevel: 'silent',
    });
    stamp.write(sources);
  });
}
