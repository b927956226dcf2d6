import { type Clock } from '@agents-fleet/terminal';

/** One that has waited so long for its viewers, in milliseconds, takes them for stopped. */
const STOPPED_AFTER_MS = 1_000;

/** What was taken in beyond what the fastest viewer has got. Too much of it, and whoever reads waits until a viewer wants more. */
export class TakenAhead {
  #bytes = 0;
  /** Goes on; `null` when nobody waits. */
  #goOn: (() => void) | null = null;
  #isClosed = false;

  /** @param stopped called when the viewers seem to be stopped */
  constructor(
    private readonly mostBytes: number,
    private readonly clock: Clock,
    private readonly stopped: () => void,
  ) {}

  get isTooFar(): boolean {
    return this.#bytes > this.mostBytes;
  }

  /** Whether somebody waits for the viewers. */
  get isWaiting(): boolean {
    return this.#goOn !== null;
  }

  take(bytes: number): void {
    this.#bytes += bytes;
  }

  /** A viewer has got all there is. */
  wanted(): void {
    this.#bytes = 0;
    this.#goOn?.();
  }

  /** Resolves once a viewer wants more. */
  async untilWanted(): Promise<void> {
    if (this.#isClosed) return;
    const cancel = this.clock.after(STOPPED_AFTER_MS, this.stopped);
    await new Promise<void>((resolve) => (this.#goOn = resolve));
    cancel();
    this.#goOn = null;
  }

  close(): void {
    this.#isClosed = true;
    this.#goOn?.();
  }
}
