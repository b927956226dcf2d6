import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './bundle-paths.js';
import { readPrepared } from './prepared.js';

const reports = join(root, 'reports');
const nx = join(root, 'node_modules/.bin/nx');

/** `npm run check`: lint and types of every project. */
export function checkAll(): Promise<number> {
  return runTargets(['lint', 'typecheck']);
}

/** `npm test`: the same, then every test that needs no browser and no container engine. */
export async function testAll(): Promise<number> {
  // A count left over from an earlier run would be taken for this one's.
  rmSync(reports, { recursive: true, force: true });
  const results = [await checkAndReport(), await runTargets(['test'])];
  // By themselves: they run the whole product and measure time.
  results.push(await runTargets(['scenarios']));
  return results.find((code) => code !== 0) ?? 0;
}

/** Lint and types leave a count like that of a suite, so that CI can't overlook them: 1, of all or of none. */
async function checkAndReport(): Promise<number> {
  const code = await checkAll();
  const passed = code === 0 ? 1 : 0;
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, 'jest-check.json'), `${JSON.stringify({ passed, failed: 1 - passed, skipped: 0 })}\n`);
  return code;
}

/** `npm run suite -- <project>:<target>`: one of the slower suites, such as `console-e2e:e2e`. */
export function suite(parameters: readonly string[]): Promise<number> {
  return runNode([nx, 'run', ...parameters, '--output-style', 'static']);
}

/** `npm run bench`: the product against its goals. It is no service, so it is built when it is run. */
export function bench(parameters: readonly string[]): Promise<number> {
  return runNode([join(root, 'services/launcher/src/bench/main.ts'), ...parameters]);
}

function runTargets(targets: string[]): Promise<number> {
  return runNode([nx, 'run-many', '--targets', targets.join(','), '--parallel', '2', '--output-style', 'static']);
}

function runNode(parameters: readonly string[]): Promise<number> {
  const { natsServer } = readPrepared(root);
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      NX_DAEMON: 'false',
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      ...(natsServer === null ? {} : { FLEET_NATS_SERVER: natsServer.path }),
    },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => { resolve(code ?? 1); });
  });
}
