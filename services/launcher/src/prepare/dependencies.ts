import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { step } from '../../progress.mjs';
import { runQuietly } from '../../run-quietly.mjs';
import { hashOfFiles, Stamp } from './stamp.ts';

/** The environment in which `node` is the Node that runs this, also for what npm starts. */
export function environmentWithThisNode(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...environment, PATH: [dirname(process.execPath), environment['PATH']].join(delimiter) };
}

/** Installs what the lock file names, unless exactly that is installed already. */
export async function installDependencies(root: string): Promise<void> {
  const locked = `${process.version} ${hashOfFiles(root, ['package-lock.json'])}`;
  const stamp = new Stamp(join(root, 'node_modules/.agents-fleet-installed'));
  if (stamp.matches(locked)) return;
  await step('Installing dependencies (the first time takes a minute or two)', async () => {
    // Not `npm ci`: it refuses a lock file without the binaries of platforms that the registry does not have (decision 0005).
    await npm(root, ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    stamp.write(locked);
  });
}

/** The npm that runs us, when one does: on this Node, whatever Node it was started with. */
async function npm(root: string, parameters: string[]): Promise<void> {
  const options = { cwd: root, env: environmentWithThisNode() };
  const script = process.env['npm_execpath'];
  if (script !== undefined && /npm-cli\.js$/.test(script) && existsSync(script)) {
    await runQuietly(process.execPath, [script, ...parameters], options);
  } else {
    await runQuietly('npm', parameters, options);
  }
}
