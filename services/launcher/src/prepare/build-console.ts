import { join } from 'node:path';
import { step } from '../../progress.mjs';
import { runQuietly } from '../../run-quietly.mjs';
import { environmentWithThisNode } from './dependencies.ts';
import { hashOfFiles, Stamp } from './stamp.ts';

const SOURCES = [
  'web/console/src/**/*', 'web/console/public/**/*', 'web/console/*.json', 'libs/contracts/src/**/*', 'libs/wire/src/**/*',
  'tsconfig.base.json', 'package-lock.json',
];

/** Builds the console into `dist/console`, when its sources have changed. */
export async function buildConsole(root: string): Promise<void> {
  const sources = hashOfFiles(root, SOURCES);
  const stamp = new Stamp(join(root, 'dist/console.stamp'));
  if (stamp.matches(sources)) return;
  await step('Building the console', async () => {
    await runQuietly(process.execPath, [join(root, 'node_modules/@angular/cli/bin/ng.js'), 'build'], {
      cwd: join(root, 'web/console'),
      env: { ...environmentWithThisNode(), NG_CLI_ANALYTICS: 'false' },
    });
    stamp.write(sources);
  });
}
