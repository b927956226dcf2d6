import type { InheritedMark } from './inherited-mark.js';
import { identityOf, type ProcessEntry } from './process-entry.js';
import type { ProcessTable } from './process-table.js';

/** What a session's processes can be told by. */
export interface SessionTraits {
  sessionId: string;
  mark: InheritedMark | null;
  /** The session's first process, looked for once, at the start; `null` when that is long ago. */
  rootPid: number | null;
  /** The session's terminal as the process list names it; `null` when it is gone. */
  tty: string | null;
}

/**
 * Finds the processes of one session, whatever they did to get away: children that left the process group, called
 * `setsid`, were adopted by init or cleared their environment. Remembers whom it saw, by pid and start time, so that
 * a process that loses one trait later is still known by an earlier sight of it.
 */
export class SessionProcesses {
  readonly #table: ProcessTable;
  readonly #traits: SessionTraits;
  #known = new Set<string>();
  #pids: number[] = [];

  /** Looks for the first process at once: later its pid may be somebody else's. */
  constructor(table: ProcessTable, traits: SessionTraits) {
    this.#table = table;
    this.#traits = traits;
    const root = traits.rootPid === null ? undefined : table.list().find(({ pid }) => pid === traits.rootPid);
    if (root !== undefined) this.#remember([root]);
  }

  /** Those of the last look that still run. Not the whole truth, but at once: no look at the whole system is needed. */
  findKnown(): ProcessEntry[] {
    return this.#pids
      .map((pid) => this.#table.look(pid))
      .filter((entry) => entry !== null)
      .filter((entry) => !entry.zombie && this.#known.has(identityOf(entry)));
  }

  /** Looks at the whole system now. @returns the session's processes in which something still runs */
  find(): ProcessEntry[] {
    return this.findIn(this.#table.list());
  }

  /** The same in a list or sample that was just made, so that many sessions can share one. */
  findIn(entries: ProcessEntry[]): ProcessEntry[] {
    const members = membersOf(
      entries.filter(({ pid }) => pid !== process.pid),
      (entry) =>
        (entry.tty !== null && entry.tty === this.#traits.tty) ||
        this.#known.has(identityOf(entry)) ||
        this.#table.carriesMarker(entry, this.#traits.sessionId, this.#traits.mark),
    );
    this.#remember(members);
    return members.filter(({ zombie }) => !zombie);
  }

  #remember(members: readonly ProcessEntry[]): void {
    this.#known = new Set(members.map(identityOf));
    this.#pids = members.map(({ pid }) => pid);
  }
}

/**
 * The processes that belong to a session: those with evidence of their own, their descendants, and whoever shares
 * a terminal session with one of them that leads it. Pure.
 */
export function membersOf(entries: readonly ProcessEntry[], hasEvidence: (entry: ProcessEntry) => boolean): ProcessEntry[] {
  const members = new Set(entries.filter(hasEvidence));
  const pids = new Set([...members].map(({ pid }) => pid));
  // A terminal session belongs to us when its leader (pid = sid) does, and all in it then do.
  const sids = new Set([...members].filter(({ pid, sid }) => pid === sid).map(({ sid }) => sid));
  for (let grown = true; grown; ) {
    grown = false;
    for (const entry of entries) {
      if (members.has(entry) || !(pids.has(entry.ppid) || sids.has(entry.sid))) continue;
      members.add(entry);
      pids.add(entry.pid);
      if (entry.pid === entry.sid) sids.add(entry.sid);
      grown = true;
    }
  }
  return [...members];
}
