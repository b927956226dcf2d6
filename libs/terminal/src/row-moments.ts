import type { Moment } from './resting-screen.js';

interface Seen {
  readonly text: string;
  readonly since: Moment;
}

/** Since when each row of a screen has shown what it shows. Rows are counted from the first one ever. */
export class RowMoments {
  #seen = new Map<number, Seen>();

  /** Some rows show these texts now, and all others what they showed. */
  show(from: number, texts: readonly string[], moment: Moment): void {
    for (const [index, text] of texts.entries()) this.#set(from + index, text, () => moment);
  }

  /** The screen shows these texts now and no others. A text that has only moved has been there as long as before. */
  showAll(from: number, texts: readonly string[], moment: Moment): void {
    const before = this.#seen;
    if (texts.length === before.size && texts.every((text, index) => before.get(from + index)?.text === text)) return;
    const since = new Map<string, Moment>();
    for (const seen of before.values()) if (!since.has(seen.text)) since.set(seen.text, seen.since);
    this.#seen = new Map();
    for (const [index, text] of texts.entries()) {
      const there = before.get(from + index);
      if (there?.text === text) this.#seen.set(from + index, there);
      else this.#set(from + index, text, () => since.get(text) ?? moment);
    }
  }

  /** A row leaves the screen with this text. */
  take(row: number, text: string, moment: Moment): Moment {
    const seen = this.#seen.get(row);
    this.#seen.delete(row);
    return seen?.text === text ? seen.since : moment;
  }

  clear(): void {
    this.#seen.clear();
  }

  #set(row: number, text: string, since: () => Moment): void {
    if (this.#seen.get(row)?.text !== text) this.#seen.set(row, { text, since: since() });
  }
}
