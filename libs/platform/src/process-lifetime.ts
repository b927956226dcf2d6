import { ConfigurationError } from './configuration.js';
import type { RunningService } from './service.js';

/** A service that takes longer to stop is cut off, so that nobody waits for ever on a hung broker. */
export const STOP_DEADLINE_MS = 15_000;

/** Exit codes: 0 stopped as asked, 1 failed, 78 (EX_CONFIG of sysexits.h) unusable configuration. */
export const EXIT_CODES = { stopped: 0, failed: 1, configuration: 78 } as const;

/** What the lifetime needs of the process, so that specs can stand in for it. */
export interface ProcessEdge {
  exit(code: number): void;
  /** For people and the launcher: one line on stderr. */
  say(line: string): void;
  /** Tells a parent that is listening that the service accepts work. */
  announceReady(): void;
}

/** Starts one service and stops it once, whatever asks for it and how often. */
export class ProcessLifetime {
  private service: RunningService | null = null;
  private stopping = false;

  constructor(
    private readonly edge: ProcessEdge,
    private readonly stopDeadlineMs = STOP_DEADLINE_MS,
  ) {}

  async start(start: () => Promise<RunningService>): Promise<RunningService | null> {
    try {
      this.service = await start();
    } catch (error) {
      this.fail(error);
      return null;
    }
    // Asked to stop while still starting: what has just started has to be stopped like anything else.
    if (this.stopping) {
      await this.stopService(this.service);
      return null;
    }
    this.edge.announceReady();
    return this.service;
  }

  /** The first call stops in order; a second one, from a person who has lost patience, ends the process at once. */
  async stop(): Promise<void> {
    if (this.stopping) {
      this.edge.exit(EXIT_CODES.failed);
      return;
    }
    this.stopping = true;
    if (this.service !== null) await this.stopService(this.service);
  }

  /** For failures that nothing handled: the state is unknown, so the process ends and its parent restarts it. */
  fail(error: unknown): void {
    if (error instanceof ConfigurationError) {
      this.edge.say(error.message);
      this.edge.exit(EXIT_CODES.configuration);
      return;
    }
    this.edge.say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.edge.exit(EXIT_CODES.failed);
  }

  private async stopService(service: RunningService): Promise<void> {
    const deadline = setTimeout(() => {
      this.edge.say(`${service.name} did not stop within ${this.stopDeadlineMs / 1000} s`);
      this.edge.exit(EXIT_CODES.failed);
    }, this.stopDeadlineMs);
    try {
      await service.stop();
      this.edge.exit(EXIT_CODES.stopped);
    } catch (error) {
      this.fail(error);
    } finally {
      clearTimeout(deadline);
    }
  }
}
