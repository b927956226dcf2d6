import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './bundle-paths.js';
import { readPrepared } from './prepared.js';

const nx = join(root, 'node_modules/nx/bin/nx.js');

/** `npm run check`: lint and types of every project. */
export function checkAll(): Promise<number> {
  return runTargets(['lint', 'typecheck']);
}

/** `npm test`: the same, then every test that needs no browser and no container engine. */
export async function testAll(): Promise<number> {
  // A count left over from an earlier run would be taken for this one's.
  rmSync(join(root, 'reports'), { recursive: true, force: true });
  const parts = await runTargets(['lint', 'typecheck', 'test']);
  // By themselves: they run the whole product and measure time.
  const product = await runTargets(['scenarios']);
  return parts === 0 ? product : parts;
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
