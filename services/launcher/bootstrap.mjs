// @ts-check
/**
 * First stage of every npm command, on the machine's own Node (18 or newer), with built-in modules only: finds or
 * fetches the Node that everything else runs on, and prints its path on stdout.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { NODE_PACKAGES, OLDEST_NODE } from './pins.mjs';
import { say, step } from './progress.mjs';
import { runQuietly } from './run-quietly.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** 25 is left out because Angular does not support it. */
function isNewEnough() {
  return (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor) || major > OLDEST_NODE.major + 1;
}

/**
 * Fetches a package with the machine's npm, which knows the person's registry and proxy, and checks it against its pin.
 * @param {{name: string, version: string, integrity: string}} pin
 * @param {string} directory
 */
async function fetchNode(pin, directory) {
  const download = join(directory, 'download');
  mkdirSync(download);
  await runQuietly('npm', ['pack', `${pin.name}@${pin.version}`, '--silent', '--pack-destination', download], { cwd: download });
  const [archive] = readdirSync(download);
  if (archive === undefined) throw new Error(`npm pack ${pin.name} brought nothing`);
  const actual = `sha512-${createHash('sha512').update(readFileSync(join(download, archive))).digest('base64')}`;
  if (actual !== pin.integrity) throw new Error(`${pin.name}@${pin.version} is not what was pinned, but ${actual}`);
  await runQuietly('tar', ['-xzf', archive, 'package/bin/node'], { cwd: download });
  mkdirSync(join(directory, 'bin'));
  copyFileSync(join(download, 'package/bin/node'), join(directory, 'bin/node'));
  rmSync(download, { recursive: true });
  await runQuietly(join(directory, 'bin/node'), ['--version']);
}

async function nodePath() {
  if (isNewEnough()) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const pin = NODE_PACKAGES[platform];
  if (pin === undefined) {
    throw new Error(`No Node ${OLDEST_NODE.major} is pinned for ${platform}. Install Node ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer and start again.`);
  }
  const directory = await cached(`node-${pin.version}-${platform}`, (unfinished) =>
    step(`Getting Node ${pin.version} (this machine has ${process.versions.node})`, () => fetchNode(pin, unfinished)),
  );
  return join(directory, 'bin/node');
}

try {
  process.stdout.write(await nodePath());
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
