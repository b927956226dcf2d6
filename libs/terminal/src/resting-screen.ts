/** When a text was on a screen. */
export interface Moment {
  readonly chunk: number;
  readonly at: number;
}

/**
 * Lines of a screen that is painted over, at the moments at which it rested long enough to be read. A line is told when
 * it is gone, so one that a person types is told once and not letter by letter.
 */
export class RestingScreen {
  #seen = new Map<string, Moment>();

  /**
   * @param gone gets each line that was there at the last rest and isn't any more, and since when it had been
   * @param elsewhere more text in which a line lives on
   */
  rest(lines: readonly string[], moment: Moment, gone: (line: string, since: Moment) => void, elsewhere: () => string = () => ''): void {
    const now = new Map<string, Moment>();
    for (const line of lines) if (line !== '') now.set(line, this.#seen.get(line) ?? moment);
    const vanished = [...this.#seen].filter(([line]) => !now.has(line));
    if (vanished.length > 0) {
      const text = `${lines.join('\n')}\n${elsewhere()}`;
      // What has grown is there still.
      for (const [line, since] of vanished) if (!text.includes(line)) gone(line, since);
    }
    this.#seen = now;
  }

  /** The screen is gone for good. */
  end(gone: (line: string, since: Moment) => void): void {
    for (const [line, since] of this.#seen) gone(line, since);
    this.#seen = new Map();
  }
}
