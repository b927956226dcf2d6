import type { CommandStarted } from '@agents-fleet/contracts';
import type { CommandGate } from '../pty/command-gate.js';

type Baseline = CommandStarted['data']['baseline'];

/** A command that is held until its baseline is kept, or for so long that nobody waits any more. */
export class HeldCommand {
  readonly #gate: Pick<CommandGate, 'open' | 'close'>;
  readonly #since = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #onStarted: (started: CommandStarted['data']) => void;
  #isHeld = true;

  /** @param onStarted told when the command runs; never when the session is stopped before */
  constructor(gate: Pick<CommandGate, 'open' | 'close'>, waitMs: number, onStarted: (started: CommandStarted['data']) => void) {
    this.#gate = gate;
    this.#onStarted = onStarted;
    this.#timer = setTimeout(() => {
      this.start('late');
    }, waitMs);
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Lets it run, once. */
  start(baseline: Baseline): void {
    if (!this.#isHeld) return;
    this.cancel();
    this.#onStarted({ baseline, waitedMs: Math.round(performance.now() - this.#since) });
    this.#gate.open();
  }

  /** It will not run: its session stops. */
  cancel(): void {
    this.#isHeld = false;
    clearTimeout(this.#timer);
  }

  /** The session is over. */
  close(): void {
    this.cancel();
    this.#gate.close();
  }
}
