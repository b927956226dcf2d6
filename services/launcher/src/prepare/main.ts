/**
 * Second stage of every npm command, from source on the Node that the first stage found: dependencies, bundles and
 * nats-server, side by side. When all is there already it takes a fraction of a second and says nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDirectory } from '../../cache.mjs';
import { say } from '../../progress.mjs';
import { LockFile } from '../lock-file.ts';
import { isPrepared, writePrepared } from '../prepared.ts';
import { buildConsole } from './build-console.ts';
import { buildServices } from './build-services.ts';
import { installDependencies } from './dependencies.ts';
import { ensureNatsServer } from './nats-server.ts';
import { commandNames, needsOf, type Needs } from './needs.ts';
import { workspaceRoot } from './workspace.ts';

async function prepare(root: string, needs: Needs): Promise<void> {
  const install = installDependencies(root);
  const [natsServer] = await Promise.all([
    needs.natsServer ? ensureNatsServer(process.env) : null,
    install.then(() => buildServices(root)),
    install.then(() => (needs.console ? buildConsole(root) : undefined)),
  ]);
  // A command that needs no broker leaves what another one has found.
  if (natsServer !== null || !isPrepared(root)) writePrepared(root, { natsServer });
}

/** Two starts in one clone at the same moment would install and build over each other. */
async function oneAtATime(root: string, work: () => Promise<void>): Promise<void> {
  const directory = join(cacheDirectory(), 'locks');
  mkdirSync(directory, { recursive: true });
  const lock = new LockFile(join(directory, createHash('sha256').update(root).digest('hex').slice(0, 16)));
  for (let holder = lock.take(), told = false; holder !== null; holder = lock.take()) {
    if (!told) say(`  Waiting for process ${holder.pid}, which is preparing this clone`);
    told = true;
    await sleep(250);
  }
  try {
    await work();
  } finally {
    lock.release();
  }
}

const needs = needsOf(process.argv[2]);
if (needs === null) {
  say(`Usage: npm run <command>, with one of ${commandNames.join(', ')}`);
  process.exitCode = 64;
} else {
  const settings = join(workspaceRoot, '.env.local');
  if (existsSync(settings)) process.loadEnvFile(settings);
  try {
    await oneAtATime(workspaceRoot, () => prepare(workspaceRoot, needs));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
