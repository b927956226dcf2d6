import type { Archivist } from './archivist.js';
import type { Job } from './due.js';
import type { WakeUp } from './wake-up.js';

/** The archivist ends when there was nothing to do for so long, in milliseconds: its memory is for others then. */
const IDLE_MS = 8_000;
/** Shortest time between two looks at what is due, in milliseconds. */
const LOOK_MS = 1_000;

export interface LoopOptions {
  readonly wake: WakeUp;
  onStatus(): void;
  onFailure(job: Job, why: string): void;
}

/** Lets the archivist work until nothing is due. @returns when to start it again though nothing changes, `null` for never */
export async function runArchivist(archivist: Archivist, { wake, onStatus, onFailure }: LoopOptions): Promise<number | null> {
  let idleSince = Date.now();
  while (!wake.isStopped) {
    const { worked, nextAt } = await archivist.work(onFailure);
    if (worked) {
      onStatus();
      idleSince = Date.now();
      continue;
    }
    const idleFor = Date.now() - idleSince;
    const untilNext = nextAt === null ? Infinity : nextAt - Date.now();
    // What is due that soon is not worth another start.
    if (idleFor >= IDLE_MS && untilNext > IDLE_MS) return nextAt;
    await wake.rest(LOOK_MS);
    await wake.changeWithin(Math.max(0, Math.min(idleFor < IDLE_MS ? IDLE_MS - idleFor : Infinity, untilNext - LOOK_MS)));
  }
  return null;
}
