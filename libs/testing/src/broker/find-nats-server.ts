import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Finds a nats-server binary: `FLEET_NATS_SERVER`, then `PATH`, then where the launcher keeps its own.
 * @throws Error that says where it looked
 */
export function findNatsServer(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['FLEET_NATS_SERVER'];
  const cache = join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'agents-fleet', 'nats-server');
  const candidates = [
    ...(named === undefined ? [] : [named]),
    ...(environment['PATH'] ?? '').split(delimiter).map((directory) => join(directory, 'nats-server')),
    join(cache, 'nats-server'),
  ];
  const found = candidates.find(isExecutable);
  if (found === undefined) {
    throw new Error(`no nats-server: not in FLEET_NATS_SERVER, not in PATH, not in ${cache}`);
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not ours to run: the next candidate may be.
    return false;
  }
}
