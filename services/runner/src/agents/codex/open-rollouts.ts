import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { SESSION_MARKER } from '../../pty-host/pty/child-environment.js';
import { threadOf } from './rollout-files.js';

/**
 * The rollouts that processes of a session hold open, by thread: how they are found when no telemetry tells of them.
 * Only Linux shows that (`/proc`); elsewhere the answer is empty. Takes some milliseconds.
 */
export function openRollouts(sessionId: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const pid of entriesOf('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!isOfSession(pid, sessionId)) continue;
    for (const descriptor of entriesOf(`/proc/${pid}/fd`)) {
      const path = targetOf(`/proc/${pid}/fd/${descriptor}`);
      const thread = threadOf(path);
      if (thread !== null) found.set(thread, path);
    }
  }
  return found;
}

function isOfSession(pid: string, sessionId: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${SESSION_MARKER}=${sessionId}`);
  } catch {
    return false; // It has ended, or is somebody else's.
  }
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // As above; or a system without `/proc`.
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return ''; // Closed meanwhile.
  }
}
