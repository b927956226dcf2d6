import { spawn, type ChildProcess } from 'node:child_process';
import { say } from '../progress.mjs';
import type { LogFile } from './log-file.js';
import { restartDelayMs } from './restart-delay.js';

/** How to run a process that is kept running. */
export interface ProcessPlan {
  name: string;
  program: string;
  parameters: readonly string[];
  environment: NodeJS.ProcessEnv;
  log: LogFile;
  /** Resolves when a process that was just spawned does its work. Rejection or an early exit is a failed start. */
  ready: (child: ChildProcess) => Promise<void>;
  /** Whether it watches an IPC channel, by which it notices that the launcher is gone. */
  watchesLauncher: boolean;
}

/** A process that could not be started. */
export class ProcessStartError extends Error {
  override readonly name = 'ProcessStartError';
}

/** Longest wait for a process to be ready, in milliseconds: a broker reads a large store back first. */
const READY_TIMEOUT_MS = 60_000;
/** A process that has run this long, in milliseconds, was well: its next restart is quick again. */
const WELL_AFTER_MS = 60_000;
/** Of the log of a process that did not start. An unusable setting is one line; a stack trace needs a few. */
const LINES_SHOWN = 12;
/** A process that ignores SIGTERM this long, in milliseconds, is killed. Services cut themselves off at 15 s. */
const KILL_AFTER_MS = 20_000;

/** Keeps one process running until it is told to stop. */
export class SupervisedProcess {
  private child: ChildProcess | null = null;
  private stopping = false;
  private failures = 0;
  private restart: NodeJS.Timeout | null = null;

  constructor(private readonly plan: ProcessPlan) {}

  get name(): string {
    return this.plan.name;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** @throws ProcessStartError with the process's own last words */
  async start(): Promise<void> {
    const logged = this.plan.log.end();
    const startedAt = Date.now();
    const child = this.spawn();
    await this.untilReady(child, logged);
    child.once('exit', (code, signal) => {
      this.child = null;
      if (this.stopping) return;
      if (Date.now() - startedAt > WELL_AFTER_MS) this.failures = 0;
      this.startAgain(`ended by itself (${signal ?? `exit code ${code ?? 'unknown'}`})`);
    });
  }

  /** Asks it to stop and waits until it is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.restart !== null) clearTimeout(this.restart);
    const child = this.child;
    if (child === null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
    const killer = setTimeout(() => { this.kill(); }, KILL_AFTER_MS);
    child.kill('SIGTERM');
    await gone;
    clearTimeout(killer);
  }

  /** Ends it at once: for a person who pressed Ctrl+C twice. */
  kill(): void {
    this.stopping = true;
    this.child?.kill('SIGKILL');
  }

  private spawn(): ChildProcess {
    const { program, parameters, environment, log, watchesLauncher } = this.plan;
    const child = spawn(program, parameters, {
      env: environment,
      // A process group of its own: Ctrl+C in the terminal reaches the launcher alone, which then stops all in order.
      detached: true,
      stdio: watchesLauncher
        ? ['ignore', log.descriptor, log.descriptor, 'ipc']
        : ['ignore', log.descriptor, log.descriptor],
    });
    this.child = child;
    return child;
  }

  private async untilReady(child: ChildProcess, logged: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await Promise.race([
        this.plan.ready(child),
        new Promise<never>((_, reject) => {
          child.once('error', reject);
          child.once('exit', (code, signal) => { reject(new Error(signal ?? `exit code ${code ?? 'unknown'}`)); });
          timer = setTimeout(() => { reject(new Error(`not ready after ${READY_TIMEOUT_MS / 1000} s`)); }, READY_TIMEOUT_MS);
        }),
      ]);
    } catch (error) {
      child.kill('SIGKILL');
      this.child = null;
      const why = error instanceof Error ? error.message : String(error);
      throw new ProcessStartError(`${this.name} did not start (${why}):\n${this.plan.log.since(logged, LINES_SHOWN)}\nIts log: ${this.plan.log.path}`);
    } finally {
      clearTimeout(timer);
    }
  }

  private startAgain(reason: string): void {
    this.failures += 1;
    const delay = restartDelayMs(this.failures);
    say(`${this.name} ${reason}; starting it again in ${delay / 1000} s. Its log: ${this.plan.log.path}`);
    this.restart = setTimeout(() => {
      this.start().then(
        () => { say(`${this.name} runs again`); },
        (error: unknown) => { if (!this.stopping) this.startAgain(error instanceof Error ? error.message : String(error)); },
      );
    }, delay);
  }
}
