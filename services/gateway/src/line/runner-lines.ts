import { type LineReply } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { type Clock } from '@agents-fleet/terminal';
import { type LineClient, type LineEars, type TerminalLine } from '@agents-fleet/terminal-line';
import { RunnerLine } from './runner-line.js';

/** Hears a session by a line, whenever there is one. */
export interface SessionEars extends LineEars {
  opened(line: TerminalLine): void;
  /** The line is over. Another one is opened when that can be. */
  lost(): void;
}

/** How lines are made: specs have others. */
export interface LineMaker {
  /** Asks a runner where its terminals can be heard. Rejects when it can't say. */
  ask(runnerId: string): Promise<LineReply>;
  connect(path: string, key: string, closed: () => void): Promise<LineClient>;
}

/**
 * Lines to the terminals of runners on this machine: output is there without a broker in between, and input, too. A
 * runner on another machine, or on the other side of a container, has none; its terminals come by the broker.
 */
export class RunnerLines {
  readonly #runners = new Map<string, RunnerLine>();

  constructor(
    private readonly maker: LineMaker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Has `ears` hear a session for as long as it wants to. Returns the way out. */
  hear(runnerId: string, sessionId: string, ears: SessionEars): () => void {
    let runner = this.#runners.get(runnerId);
    if (runner === undefined) {
      runner = new RunnerLine(runnerId, this.maker, this.clock, this.logger);
      this.#runners.set(runnerId, runner);
    }
    return runner.hear(sessionId, ears);
  }

  /** The line to a session that is heard; `null` when it comes by the broker. */
  lineTo(runnerId: string, sessionId: string): TerminalLine | null {
    return this.#runners.get(runnerId)?.lineTo(sessionId) ?? null;
  }

  close(): void {
    for (const runner of this.#runners.values()) runner.close();
    this.#runners.clear();
  }
}
