import { setTimeout as sleep } from 'node:timers/promises';
import type { CarriedSpend, StopReason } from '@agents-fleet/contracts';
import type { VersionedBudget } from '@agents-fleet/domain';
import type { Logger } from '@agents-fleet/platform';
import { Chunker, systemClock } from '@agents-fleet/terminal';
import { LAST_STEP_MS, type LaunchPlan } from '../../control/launch-plan.js';
import type { Fact, ReportReply } from '../../control/protocol.js';
import type { SessionProcesses } from '../processes/session-processes.js';
import { endingInKill, KILL_AT_ONCE, signalProcess, STOP_LADDER, SWEEP_LADDER, TreeStopper, type StopStep } from '../processes/tree-stopper.js';
import type { ProcessExit, PseudoTerminal } from '../pty/pseudo-terminal.js';
import type { TerminalModes } from '../pty/terminal-modes.js';
import type { HeldCommand } from './held-command.js';
import { IdleWatch } from './idle-watch.js';
import { ReportedChanges } from './reported-changes.js';
import { SessionInput } from './session-input.js';
import { SessionMeter } from './session-meter.js';
import type { SessionRecord } from './session-record.js';

/** Who saw to it that a session stops. */
export type EnforcedBy = 'person' | 'budget' | 'lease' | 'runner';

export interface StopOrder {
  reason: StopReason;
  force: boolean;
  enforcedBy: EnforcedBy;
}

export interface PtySessionParts {
  sessionId: string;
  terminal: PseudoTerminal;
  /** What holds its command back; `null`: nothing does. */
  held: HeldCommand | null;
  processes: SessionProcesses;
  record: SessionRecord;
  modes: TerminalModes;
  budget: VersionedBudget;
  carried: CarriedSpend;
  launch: Pick<LaunchPlan, 'stopSteps' | 'metering' | 'settleMs'>;
  /** Its output waits for the broker. */
  onPaused: () => void;
  /** The program has exited, and `settled` is waited for. */
  onExited: () => void;
  countCacheReads: boolean;
  idleTimeoutMs: number | null;
  size: { cols: number; rows: number };
  logger: Logger;
}

/** Logged of a session whose output had to wait for the broker, with how often. */
export const OUTPUT_WAITED = 'the output of a session has waited for the broker';

/** node-pty tells an exit a moment after the process is gone from the list; milliseconds to wait for that at most. */
const EXIT_WITHIN_MS = 1_000;

/** A running program with its record, its meter and its lease. Ends by itself, by a stop, or by its budget. */
export class PtySession {
  readonly #parts: PtySessionParts;
  readonly #meter: SessionMeter;
  readonly #idle: IdleWatch;
  readonly #input: SessionInput;
  readonly #chunker: Chunker;
  readonly #stopper: TreeStopper;
  readonly #exited: Promise<void>;
  /** Resolves when the session has ended and all of it was handed to the record. */
  readonly ended: Promise<void>;
  #tellEnded: () => void = () => undefined;
  readonly #settled: Promise<void>;
  #tellSettled: () => void = () => undefined;
  readonly #changes: ReportedChanges;
  #exit: ProcessExit | null = null;
  #stop: { order: StopOrder; at: number } | null = null;
  #ending: Promise<void> | null = null;
  /** Output that the record has, and the meter hasn't yet. */
  #unmetered: Uint8Array[] = [];
  /** Whether its output waits for the broker. */
  #paused = false;
  #isRead = true;
  #pauses = 0;
  /** Whether the program exited while its last bytes had to wait. */
  #exitedPaused = false;

  constructor(parts: PtySessionParts) {
    const { terminal, record, processes } = parts;
    this.#parts = parts;
    this.#changes = new ReportedChanges(record);
    this.#stopper = new TreeStopper({ find: () => processes.find(), findKnown: () => processes.findKnown(), kill: signalProcess, type: (keys) => void terminal.write(Buffer.from(keys)) });
    this.#meter = new SessionMeter({
      ...parts,
      metering: parts.launch.metering,
      clock: systemClock,
      onUsage: (usage) => {
        record.event('usage.recorded', usage);
      },
      onReached: () => {
        this.stop({ reason: 'budget_exceeded', force: false, enforcedBy: 'lease' });
      },
      onScreenLost: (error) => {
        parts.logger.warn({ sessionId: parts.sessionId, error: String(error) }, 'a painted status line can no longer be followed');
      },
    });
    this.#idle = new IdleWatch(parts.idleTimeoutMs, systemClock.now());
    this.#chunker = new Chunker(systemClock, (bytes) => {
      this.#idle.sawTerminal(systemClock.now());
      record.output(bytes);
      // In the same turn of the event loop, but behind the message that the record has just made: an echo waits for that.
      if (this.#unmetered.length === 0) setImmediate(() => { this.#meterOutput(); });
      this.#unmetered.push(bytes);
    });
    this.#input = new SessionInput({
      write: (bytes) => !this.ending && terminal.write(bytes),
      mode: () => parts.modes.ask(terminal.path),
      written: () => {
        this.#idle.sawTerminal(systemClock.now());
      },
      record: (bytes, length) => {
        record.stdin(bytes, length);
      },
      meter: (bytes) => {
        this.#meter.sawInput(bytes);
      },
    });
    record.resize(parts.size.cols, parts.size.rows);
    terminal.onOutput((bytes) => {
      this.#chunker.push(bytes);
    });
    this.#exited = new Promise((resolve) => {
      terminal.onExit((exit) => {
        this.#sawExit(exit);
        resolve();
      });
    });
    this.#settled = new Promise((resolve) => {
      this.#tellSettled = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#tellEnded = resolve;
    });
  }

  get id(): string {
    return this.#parts.sessionId;
  }

  get processes(): SessionProcesses {
    return this.#parts.processes;
  }

  /** Whether its end has begun: it takes no more input. */
  get ending(): boolean {
    return this.#ending !== null;
  }

  /** Whether its program has exited, and its end waits for the last reports. */
  get settling(): boolean {
    return this.#exit !== null && this.#parts.launch.settleMs > 0;
  }

  /** A runner says that it reports on this session. */
  attend(): void {
    this.#meter.attend();
  }

  /** Records what the adapter has learnt. */
  report(facts: readonly Fact[]): ReportReply {
    this.#meter.attend();
    for (const fact of facts) this.#take(fact);
    const { state: limit, askingTokens } = this.#meter;
    const { budgetNanoUsd, budgetTokens } = this.budget;
    return { limit, stopping: this.ending, budgetNanoUsd, budgetTokens, askingTokens };
  }

  /** Types bytes; resolves when they are written and recorded. */
  type(bytes: Uint8Array): Promise<void> {
    return this.#input.type(bytes);
  }

  resize(cols: number, rows: number): void {
    // The bytes before it were painted for the old size.
    this.#chunker.flush();
    this.#parts.record.resize(cols, rows);
    this.#meterOutput();
    this.#meter.resize(cols, rows);
    this.#parts.terminal.resize(cols, rows);
  }

  renewBudget(budget: VersionedBudget): void {
    this.#meter.renew(budget);
  }

  get budget(): VersionedBudget {
    return this.#meter.budget;
  }

  /**
   * Reads on, or lets the program wait.
   * @param allowed whether the outbox takes more
   * @param isResting whether it waits a moment for the echo of another session
   */
  allowOutput(allowed: boolean, isResting: boolean): void {
    const isRead = allowed && !isResting;
    if (isRead !== this.#isRead) {
      this.#isRead = isRead;
      if (isRead) this.#parts.terminal.resume();
      else this.#parts.terminal.pause();
    }
    if (allowed === !this.#paused) return;
    this.#paused = !allowed;
    if (allowed) return;
    this.#pauses++;
    this.#parts.onPaused();
  }

  /** Lets a command run that is held until its repo is kept. */
  beginCommand(): void {
    this.#parts.held?.start('kept');
  }

  /** Begins to stop the session. A second order changes nothing, but that `force` hurries the first. */
  stop(order: StopOrder): void {
    if (this.#stop === null && this.#exit === null) {
      this.#stop = { order, at: performance.now() };
      this.#chunker.flush();
      const { reason, force, enforcedBy } = order;
      this.#parts.record.event('session.stop_requested', { reason, force, enforcedBy, chunk: this.#parts.record.lastChunk });
      this.#end(force ? KILL_AT_ONCE : this.#stopLadder());
    } else if (order.force) {
      this.#stopper.force();
    }
  }

  /** Stops the session when nothing has gone in or out of it for too long. */
  stopIfIdle(): void {
    if (!this.#idle.isTooLong(systemClock.now(), this.#meter.attended)) return;
    this.stop({ reason: 'idle_timeout', force: false, enforcedBy: 'runner' });
  }

  /** Meters output that has been handed to the record. */
  #meterOutput(): void {
    const unmetered = this.#unmetered;
    this.#unmetered = [];
    for (const bytes of unmetered) this.#meter.sawOutput(bytes);
  }

  #stopLadder(): readonly StopStep[] {
    const { launch: { stopSteps }, held } = this.#parts;
    // What its agent would be asked by keys nobody reads yet.
    const isHeld = held?.isHeld === true;
    held?.cancel();
    return stopSteps === null || isHeld ? STOP_LADDER : endingInKill(stopSteps, LAST_STEP_MS);
  }

  #take(fact: Fact): void {
    switch (fact.kind) {
      case 'usage':
        this.#meter.report(fact.record, fact.rates);
        return;
      case 'activity':
        this.#idle.sawActivity(fact.activity, systemClock.now());
        this.#changes.take(fact);
        return;
      case 'context':
      case 'resumable':
        this.#changes.take(fact);
        return;
      case 'blind':
        this.#meter.setBlind(fact.blind);
        return;
      case 'asking':
        this.#meter.setAsking(fact.asking);
        return;
      case 'settled':
        this.#tellSettled();
    }
  }

  #sawExit(exit: ProcessExit): void {
    this.#exit = exit;
    this.#exitedPaused = this.#paused;
    // The exit may be told before the last lines were read, and who looks at its moment wants to see them.
    if (!this.#paused) this.#parts.terminal.readWaiting();
    this.#chunker.flush();
    this.#parts.record.event('session.process_exited', { ...exit, chunk: this.#parts.record.lastChunk });
    if (this.settling) this.#parts.onExited();
    this.#end(SWEEP_LADDER);
  }

  #end(ladder: readonly StopStep[]): void {
    this.#ending ??= this.#finish(ladder);
  }

  async #finish(ladder: readonly StopStep[]): Promise<void> {
    this.#parts.held?.cancel();
    const survivors = await this.#stopper.stop(ladder);
    const stopped = this.#stop;
    const stopDurationMs = stopped === null ? null : Math.round(performance.now() - stopped.at);
    await Promise.race([this.#exited, sleep(EXIT_WITHIN_MS, undefined, { ref: false })]);
    await this.#input.recorded;
    const { terminal, record } = this.#parts;
    terminal.drain();
    this.#chunker.flush();
    this.#meterOutput();
    await this.#untilSettled();
    this.#meter.end();
    terminal.release();
    this.#parts.held?.close();
    record.event(
      'session.ended',
      {
        stopReason: stopped?.order.reason ?? 'exited',
        exitCode: this.#exit?.exitCode ?? null,
        signal: this.#exit?.signal ?? null,
        lastChunk: record.lastChunk,
        bytes: record.bytes,
        survivors,
        stopDurationMs,
      },
      { afterAllElse: true },
    );
    if (this.#pauses > 0) {
      this.#parts.logger.debug({ sessionId: this.id, pauses: this.#pauses, exitedPaused: this.#exitedPaused }, OUTPUT_WAITED);
    }
    this.#tellEnded();
  }

  /** What the adapter still has to say belongs before the end; but nobody waits long for it, or for nobody. */
  async #untilSettled(): Promise<void> {
    const { settleMs } = this.#parts.launch;
    if (settleMs > 0 && this.#meter.attended) await Promise.race([this.#settled, sleep(settleMs, undefined, { ref: false })]);
  }
}
