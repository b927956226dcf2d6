import { messageOf, type BrokerLogger } from '@agents-fleet/event-log';
import type { ArchivistRun, RunSettings, StartRun } from './archivist-run.js';
import type { ArchivistPort, ArchivistStatus } from './archivist.js';

/** How long after a change the archivist is started, in milliseconds: what comes with it comes first. */
const START_AFTER_MS = 3_000;
/** A change wakes it so often at most, in milliseconds. */
const WAKE_MS = 1_000;
/** After a crash it is started again after this, then after twice as long, and so on up to the longest, in milliseconds. */
const RESTART_MS = 5_000;
const LONGEST_RESTART_MS = 10 * 60_000;
/** Longest time that a timer can be set to, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface ArchivistHostOptions {
  readonly settings: Omit<RunSettings, 'failures'>;
  readonly port: ArchivistPort;
  readonly startRun: StartRun;
  readonly logger: BrokerLogger;
}

/** Starts the archivist when there may be something to do, and lets it end when there isn't. */
export class ArchivistHost {
  readonly #options: ArchivistHostOptions;
  #run: ArchivistRun | null = null;
  #timer: { handle: NodeJS.Timeout; at: number } | null = null;
  #wokenAt = 0;
  #changedAt = 0;
  #crashes = 0;
  #stopped = false;
  #status: ArchivistStatus = { last: null, failures: [] };
  /** Why it ended before its time; `null` when it did not. */
  #crash: string | null = null;

  constructor(options: ArchivistHostOptions) {
    this.#options = options;
    // An earlier life may have left something undone.
    this.#startIn(START_AFTER_MS);
  }

  /** What it did last, in words; why something could not be done, if so; and whether it is at work now. */
  get status(): { last: string | null; trouble: string | null; isRunning: boolean } {
    const { last, failures } = this.#status;
    return { last, trouble: this.#crash ?? failures.at(-1)?.why ?? null, isRunning: this.#run !== null };
  }

  /** Something was written to the read models. Costs next to nothing. */
  changed(): void {
    this.#changedAt = performance.now();
    if (this.#run === null) {
      // After a crash it has its own time.
      if (this.#crashes === 0) this.#startIn(START_AFTER_MS);
      return;
    }
    if (this.#changedAt - this.#wokenAt < WAKE_MS) return;
    this.#wokenAt = this.#changedAt;
    this.#run.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#clearTimer();
    await this.#run?.stop();
  }

  /** Keeps the earlier one of two times. */
  #startIn(ms: number): void {
    if (this.#stopped) return;
    const at = performance.now() + ms;
    if (this.#timer !== null && this.#timer.at <= at) return;
    this.#clearTimer();
    const handle = setTimeout(() => {
      this.#timer = null;
      // A longer time than a timer knows comes in pieces: it looks what is due, and sets the next one.
      void this.#begin();
    }, Math.min(LONGEST_TIMER_MS, ms)).unref();
    this.#timer = { handle, at };
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer.handle);
    this.#timer = null;
  }

  async #begin(): Promise<void> {
    if (this.#run !== null || this.#stopped) return;
    const { settings, port, startRun, logger } = this.#options;
    const stoppable = withStop(port, () => this.#stopped);
    try {
      this.#run = startRun({ ...settings, failures: this.#status.failures }, stoppable, {
        onStatus: (status) => { this.#status = status; },
        onFailure: (why) => { if (!this.#stopped) logger.warn({ why }, 'the archivist could not do something; it tries again'); },
      });
      const nextAt = await this.#run.finished;
      this.#run = null;
      this.#crashes = 0;
      this.#crash = null;
      // It may have looked for the last time before that.
      if (performance.now() - this.#changedAt < 2 * WAKE_MS) this.#startIn(START_AFTER_MS);
      if (nextAt !== null) this.#startIn(Math.max(START_AFTER_MS, nextAt - Date.now()));
    } catch (error) {
      this.#run = null;
      if (this.#stopped) return;
      this.#crash = messageOf(error);
      if (this.#crashes === 0) logger.error({ error: messageOf(error) }, 'the archivist ended; it is started again');
      this.#startIn(Math.min(LONGEST_RESTART_MS, RESTART_MS * 2 ** this.#crashes));
      this.#crashes++;
    }
  }
}

/** Refuses further requests once the projector ends: its database is about to be closed. */
function withStop(port: ArchivistPort, isStopped: () => boolean): ArchivistPort {
  const unlessStopped = (call: () => Promise<void>) => (isStopped() ? Promise.reject(new Error('the projector ends')) : call());
  return {
    release: (sessionId, lastChunk) => unlessStopped(() => port.release(sessionId, lastChunk)),
    purge: (sessionId, streamSeq) => unlessStopped(() => port.purge(sessionId, streamSeq)),
    expired: (sessionId) => unlessStopped(() => port.expired(sessionId)),
  };
}
