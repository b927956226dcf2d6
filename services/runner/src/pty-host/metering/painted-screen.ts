import type { TerminalScreen } from '@agents-fleet/terminal';

/** A screen that is still being opened or painted: one step after the other, in the order in which they were asked for. */
export class PaintedScreen {
  /** Bytes that were given and are not painted yet. */
  waitingBytes = 0;
  /** `null` once something failed: there is no screen any more. */
  #last: Promise<TerminalScreen | null>;

  constructor(
    opening: Promise<TerminalScreen>,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.#last = this.#reporting(opening);
  }

  paint(bytes: Uint8Array): void {
    this.waitingBytes += bytes.length;
    this.#then(async (screen) => {
      await screen.write(bytes);
      this.waitingBytes -= bytes.length;
    });
  }

  resize(cols: number, rows: number): void {
    this.#then((screen) => { screen.resize(cols, rows); });
  }

  /** What is on it once everything that was given is painted. */
  async lines(): Promise<string[]> {
    return (await this.#last)?.lines ?? [];
  }

  close(): void {
    this.#then((screen) => { screen.dispose(); });
  }

  #then(step: (screen: TerminalScreen) => void | Promise<void>): void {
    const next = this.#last.then(async (screen) => {
      if (screen !== null) await step(screen);
      return screen;
    });
    this.#last = this.#reporting(next);
  }

  #reporting(screen: Promise<TerminalScreen | null>): Promise<TerminalScreen | null> {
    return screen.catch((error: unknown) => {
      this.onFailure(error);
      return null;
    });
  }
}
