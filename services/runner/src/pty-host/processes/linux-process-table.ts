import { readdirSync, readFileSync } from 'node:fs';
import { SESSION_MARKER } from '../pty/child-environment.js';
import { carriesMark, readLimits, type InheritedMark } from './inherited-mark.js';
import { identityOf, parseStat, type ProcessEntry } from './process-entry.js';
import type { ProcessTable } from './process-table.js';

interface Markers {
  environment: string;
  limits: string;
}

/** Reads `/proc`. A hundred processes take about a millisecond, a sample a tenth of that. */
export class LinuxProcessTable implements ProcessTable {
  #entries = new Map<number, ProcessEntry>();
  /** What a process carries never changes into a session's, so it is read once; forgotten with the process. */
  #markers = new Map<string, Markers>();

  list(): ProcessEntry[] {
    this.#entries = new Map();
    return this.sample();
  }

  /** Processes whose markers are remembered: never many more than there are. */
  get remembered(): number {
    return this.#markers.size;
  }

  sample(): ProcessEntry[] {
    const current = new Map<number, ProcessEntry>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const pid = Number(name);
      const entry = this.#entries.get(pid) ?? parseStat(readProcFile(pid, 'stat'));
      if (entry !== null) current.set(pid, entry);
    }
    this.#entries = current;
    const entries = [...current.values()];
    // A shell that starts a program a second would leave a hundred megabytes a day.
    if (this.#markers.size > entries.length) this.#forgetMarkersOfOthers(entries);
    return entries;
  }

  look(pid: number): ProcessEntry | null {
    return parseStat(readProcFile(pid, 'stat'));
  }

  carriesMarker(entry: ProcessEntry, sessionId: string, mark: InheritedMark | null): boolean {
    const { environment, limits } = this.#markersOf(entry);
    return environment === sessionId || (mark !== null && limits !== '' && carriesMark(limits, mark));
  }

  #markersOf(entry: ProcessEntry): Markers {
    const identity = identityOf(entry);
    let markers = this.#markers.get(identity);
    if (markers === undefined) {
      markers = { environment: markerIn(readProcFile(entry.pid, 'environ')), limits: readLimits(entry.pid) ?? '' };
      this.#markers.set(identity, markers);
    }
    return markers;
  }

  #forgetMarkersOfOthers(entries: ProcessEntry[]): void {
    const alive = new Set(entries.map(identityOf));
    for (const identity of this.#markers.keys()) {
      if (!alive.has(identity)) this.#markers.delete(identity);
    }
  }
}

/** The session id in a NUL-separated environment, empty when there is none. */
function markerIn(environment: string): string {
  const variable = environment.split('\0').find((candidate) => candidate.startsWith(`${SESSION_MARKER}=`));
  // A copy: a slice would keep the whole environment in memory.
  return Buffer.from(variable?.slice(SESSION_MARKER.length + 1) ?? '', 'latin1').toString('latin1');
}

/** Empty for a process that has just ended, or whose owner is somebody else. */
function readProcFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return '';
  }
}
