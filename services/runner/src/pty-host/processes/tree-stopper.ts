import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, type ProcessEntry } from './process-entry.js';

/** One rung of a stop ladder: from when on which signal is sent. Milliseconds since the stop began. */
export interface SignalStep {
  atMs: number;
  signal: 'SIGINT' | 'SIGHUP' | 'SIGTERM' | 'SIGKILL';
}

/** A rung that asks the program itself, by keys in its terminal. */
export interface KeysStep {
  atMs: number;
  keys: string;
}

export type StopStep = SignalStep | KeysStep;

/**
 * A stop that somebody asked for: an agent may save its work on SIGINT, and the whole takes well under 5 s. SIGHUP is
 * for interactive shells, which ignore the two before it, and save their history on it.
 */
export const STOP_LADDER: readonly StopStep[] = [
  { atMs: 0, signal: 'SIGINT' },
  { atMs: 1_200, signal: 'SIGTERM' },
  { atMs: 1_500, signal: 'SIGHUP' },
  { atMs: 2_400, signal: 'SIGKILL' },
];

/** A forced stop. */
export const KILL_AT_ONCE: readonly StopStep[] = [{ atMs: 0, signal: 'SIGKILL' }];

/** What is left after the first process ended by itself: as when a terminal window is closed, then firmly. */
export const SWEEP_LADDER: readonly StopStep[] = [
  { atMs: 0, signal: 'SIGHUP' },
  { atMs: 300, signal: 'SIGTERM' },
  { atMs: 900, signal: 'SIGKILL' },
];

/** After so many milliseconds what is still there is reported as surviving: nothing outlives SIGKILL but the kernel's own waits. */
export const GIVE_UP_MS = 4_500;

/** Milliseconds between two looks: short enough that a session's end is prompt. */
const LOOK_EVERY_MS = 40;

/** How a stop reaches the outside. */
export interface StopTarget {
  find(): ProcessEntry[];
  /** Those that are known without a look at the whole system. */
  findKnown(): ProcessEntry[];
  /** Sends a signal; a process that is gone meanwhile is none of the caller's business. `pid < 0`: a process group. */
  kill(pid: number, signal: NodeJS.Signals): void;
  /** Types keys into the session's terminal. */
  type(keys: string): void;
}

/** Stops a process tree, rung by rung, until a look at the system finds nothing of it. A stop under way can be forced. */
export class TreeStopper {
  readonly #target: StopTarget;
  #forced = false;

  constructor(target: StopTarget) {
    this.#target = target;
  }

  /** Goes to SIGKILL now, whatever rung the stop is on. */
  force(): void {
    this.#forced = true;
  }

  /**
   * Stops the tree.
   * @returns how many processes are left: 0, or the stop has failed
   */
  async stop(ladder: readonly StopStep[]): Promise<number> {
    const started = performance.now();
    // A look at the whole system takes milliseconds, tens of them on a busy machine, in which an agent goes on spending.
    const told = this.#tellKnown(ladder);
    const isTold = (entry: ProcessEntry) => told.processes.has(identityOf(entry)) || told.groups.has(entry.pgid);
    let sent = 0;
    let signalled = false;
    for (;;) {
      const found = this.#target.find();
      if (found.length === 0) return 0;
      const elapsed = performance.now() - started;
      if (elapsed >= GIVE_UP_MS) return found.length;
      const due = this.#forced ? ladder.length : ladder.filter(({ atMs }) => atMs <= elapsed).length;
      const reached = ladder.slice(0, due);
      const signal = this.#forced ? 'SIGKILL' : reached.findLast(isSignal)?.signal;
      const isNew = reached.slice(sent).some(isSignal);
      if (!this.#forced) for (const { keys } of reached.slice(sent).filter(isKeys)) this.#target.type(keys);
      // A process may ask for time on every rung but the last; there, each look kills whatever has come up since.
      if (signal === 'SIGKILL') this.#signalAll(found, signal);
      // Nobody gets the first signal twice: to an agent, a second Ctrl+C means something else.
      else if (signal !== undefined && isNew) this.#signalAll(signalled ? found : found.filter((entry) => !isTold(entry)), signal);
      signalled ||= signal !== undefined;
      sent = due;
      // A chain of forks is only caught by looks in quick succession.
      await sleep(signal === 'SIGKILL' ? 5 : LOOK_EVERY_MS);
    }
  }

  /** Sends the first rung's signal to those who are known, and to their groups. @returns who they are */
  #tellKnown([first]: readonly StopStep[]): { processes: Set<string>; groups: Set<number> } {
    if (first === undefined || !isSignal(first) || first.atMs > 0) return { processes: new Set(), groups: new Set() };
    const known = this.#target.findKnown();
    this.#signalAll(known, first.signal);
    return { processes: new Set(known.map(identityOf)), groups: groupsOf(known) };
  }

  /**
   * Signals whole groups where it can, as Ctrl+C does: the kernel tells all members in one go, so that none can fork in
   * between. A shell ignores a SIGINT of which its newest child has heard nothing. Only groups that a member leads: a
   * group that it merely joined may hold others.
   */
  #signalAll(found: ProcessEntry[], signal: NodeJS.Signals): void {
    const groups = groupsOf(found);
    for (const pgid of groups) this.#target.kill(-pgid, signal);
    for (const { pid } of found.filter(({ pgid }) => !groups.has(pgid))) this.#target.kill(pid, signal);
  }
}

function isSignal(step: StopStep): step is SignalStep {
  return 'signal' in step;
}

function isKeys(step: StopStep): step is KeysStep {
  return 'keys' in step;
}

/** The same ladder, with an end that nothing outlives. @param atMs when that is, if the ladder has none */
export function endingInKill(ladder: readonly StopStep[], atMs: number): StopStep[] {
  return ladder.some((step) => isSignal(step) && step.signal === 'SIGKILL') ? [...ladder] : [...ladder, { atMs, signal: 'SIGKILL' }];
}

/** Groups that one of the processes leads. */
function groupsOf(found: ProcessEntry[]): Set<number> {
  return new Set(found.filter(({ pid, pgid }) => pid === pgid).map(({ pgid }) => pgid));
}

/** Signals a process or, negated, a group. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // ESRCH: it ended by itself. EPERM: it became somebody else's (sudo); the verification counts it as a survivor.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
