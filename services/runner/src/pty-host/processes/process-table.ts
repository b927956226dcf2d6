import type { InheritedMark } from './inherited-mark.js';
import { LinuxProcessTable } from './linux-process-table.js';
import { MacProcessTable } from './mac-process-table.js';
import type { ProcessEntry } from './process-entry.js';

/** The system's processes, and what they carry of a session. */
export interface ProcessTable {
  /** Every process there is now, each read anew. */
  list(): ProcessEntry[];
  /** A cheaper list for frequent looks: processes that an earlier list had are not read again. */
  sample(): ProcessEntry[];
  /** One process, read anew within microseconds; `null` when it is gone, or where the system is only asked for all. */
  look(pid: number): ProcessEntry | null;
  /** Whether the process was started inside the session, as its environment or its inherited mark says. */
  carriesMarker(entry: ProcessEntry, sessionId: string, mark: InheritedMark | null): boolean;
}

/** The table of this system. */
export function systemProcessTable(): ProcessTable {
  return process.platform === 'linux' ? new LinuxProcessTable() : new MacProcessTable();
}
