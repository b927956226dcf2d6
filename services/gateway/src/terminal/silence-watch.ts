import { type Clock } from '@agents-fleet/terminal';

/**
 * A consumer of the log that has brought nothing for so many milliseconds is believed to be silent. Before that its messages are on
 * their way: reading what they hold from the disk, too, took half as much time again.
 */
const SILENT_MS = 250;

/**
 * Tells a consumer that is silent from one that is behind. One that brings what is known already is at work: it was overtaken
 * before, and overtaking it again would leave it behind for ever.
 */
export class SilenceWatch {
  #heard = 0;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  /**
   * @param isOwed whether there is something that the consumer ought to bring
   * @param onSilence must not reject
   */
  constructor(
    private readonly clock: Clock,
    private readonly isOwed: () => boolean,
    private readonly onSilence: () => Promise<void>,
  ) {}

  /** The consumer has brought something. */
  heard(): void {
    this.#heard += 1;
  }

  /** Looks for as long as something is owed. To be called when that may have changed. */
  look(): void {
    if (this.#cancel !== null || this.#isStopped || !this.isOwed()) return;
    const before = this.#heard;
    this.#cancel = this.clock.after(SILENT_MS, () => void this.#lookAgain(before));
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  async #lookAgain(before: number): Promise<void> {
    if (this.#heard === before && this.isOwed()) await this.onSilence();
    this.#cancel = null;
    this.look();
  }
}
