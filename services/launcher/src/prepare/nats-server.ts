import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { OLDEST_NATS_SERVER } from '../../pins.mjs';
import { say, step } from '../../progress.mjs';
import { runQuietly } from '../../run-quietly.mjs';
import { cachedNatsServerPath } from './nats-cache.ts';
import { natsServerFromDebian } from './nats-from-debian.ts';
import { natsServerRelease } from './nats-release.ts';
import { isAtLeast, versionIn, versionText, type Version } from './version.ts';

export interface NatsServer {
  path: string;
  version: Version;
}

const oldest = versionText(OLDEST_NATS_SERVER);

/** Finds a usable nats-server or fetches one. */
export async function ensureNatsServer(environment: NodeJS.ProcessEnv): Promise<NatsServer> {
  const named = environment['FLEET_NATS_SERVER'];
  if (named !== undefined && named !== '') {
    const server = await usable(named);
    if (server === null) throw new Error(`FLEET_NATS_SERVER: ${named} is no nats-server ${oldest} or newer`);
    return server;
  }
  const candidates = [...onPath(environment['PATH'] ?? ''), cachedNatsServerPath()];
  for (const candidate of candidates.filter(isExecutable)) {
    const server = await usable(candidate);
    if (server !== null) return server;
    say(`  Not using ${candidate}: it is no nats-server ${oldest} or newer`);
  }
  return step('Getting nats-server', fetchNatsServer);
}

/** Each way in turn; when none works, one message tells why for each and what a person can do. */
async function fetchNatsServer(): Promise<NatsServer> {
  const reasons: string[] = [];
  for (const fetch of [natsServerRelease, natsServerFromDebian]) {
    try {
      const path = await fetch();
      const server = await usable(path);
      if (server !== null) return server;
      reasons.push(`${path} does not run or is older than ${oldest}`);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    [`No nats-server ${oldest} or newer was found, and none could be fetched:`, ...reasons.map((reason) => `  - ${reason}`),
      'Install nats-server (https://docs.nats.io) or name one in FLEET_NATS_SERVER, then start again.'].join('\n'),
  );
}

async function usable(path: string): Promise<NatsServer | null> {
  const said = await runQuietly(path, ['--version'], { timeoutMs: 10_000 }).catch((error: unknown) => {
    say(`  ${path}: ${error instanceof Error ? error.message : String(error)}`);
    return '';
  });
  const version = said.includes('nats-server') ? versionIn(said) : null;
  return version !== null && isAtLeast(version, OLDEST_NATS_SERVER) ? { path, version } : null;
}

/** Debian puts it in /usr/sbin, which is not on everybody's PATH. */
function onPath(path: string): string[] {
  return [...path.split(delimiter).filter((directory) => directory !== ''), '/usr/sbin', '/usr/local/sbin'].map((directory) => join(directory, 'nats-server'));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Absent or not ours to run: the next candidate.
  }
}
