import { type Logger } from '@agents-fleet/platform';
import { type Clock } from '@agents-fleet/terminal';
import { type TerminalLine } from '@agents-fleet/terminal-line';
import { type LineMaker, type SessionEars } from './line-maker.js';
import { RunnerLine } from './runner-line.js';

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
