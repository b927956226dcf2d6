import { execFileSync } from 'node:child_process';
import { SESSION_MARKER } from '../pty/child-environment.js';
import { parsePsLine, type ProcessEntry } from './process-entry.js';
import type { ProcessTable } from './process-table.js';

/** Output of `ps` with every environment, in bytes. */
const MAX_PS_BYTES = 32 * 1024 * 1024;

/** Asks `ps`, for macOS, which has no `/proc`. Its environments are asked for only when a marker is looked for. */
export class MacProcessTable implements ProcessTable {
  #environments: Map<number, string> | null = null;

  list(): ProcessEntry[] {
    this.#environments = null;
    return ps('-axo', 'pid=,ppid=,pgid=,tty=,stat=,lstart=')
      .map(parsePsLine)
      .filter((entry) => entry !== null);
  }

  sample(): ProcessEntry[] {
    return this.list();
  }

  look(): null {
    return null; // `ps` takes as long for one as for all.
  }

  carriesMarker({ pid }: ProcessEntry, sessionId: string): boolean {
    this.#environments ??= readEnvironments();
    return this.#environments.get(pid)?.includes(` ${SESSION_MARKER}=${sessionId}`) ?? false;
  }
}

/** Command line and environment by pid, for processes of this user. */
function readEnvironments(): Map<number, string> {
  return new Map(ps('-axEww', '-o', 'pid=,command=').map((line) => [Number.parseInt(line, 10), line]));
}

function ps(...args: string[]): string[] {
  return execFileSync('ps', args, { encoding: 'utf8', maxBuffer: MAX_PS_BYTES }).split('\n');
}
