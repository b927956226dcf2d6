import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf } from './command-of-process.js';
import type { DataDirectory } from './data-directory.js';

const TERM_WAIT_MS = 10_000;
const POLL_MS = 50;

/**
 * A launcher that was killed leaves its broker running (the services notice and end). Two brokers on one store would
 * ruin it, so the old one is stopped before a new one starts.
 */
export async function stopLeftoverBroker(data: DataDirectory): Promise<boolean> {
  const pid = pidIn(data.brokerPid());
  if (pid === null) return false;
  const isOurs = () => commandOf(pid)?.includes(data.brokerConfiguration()) ?? false;
  const wasRunning = isOurs();
  if (wasRunning) process.kill(pid, 'SIGTERM');
  for (let waited = 0; isOurs(); waited += POLL_MS) {
    if (waited === TERM_WAIT_MS) process.kill(pid, 'SIGKILL');
    await sleep(POLL_MS);
  }
  rmSync(data.brokerPid(), { force: true });
  return wasRunning;
}

function pidIn(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
