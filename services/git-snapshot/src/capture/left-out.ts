import { textOfPath } from '../git/path-text.js';

/** Paths that are remembered by name: whoever restores must know that they were there. */
const MAX_NAMED = 10_000;

/** What is there and is not in the kept tree. */
export class LeftOut {
  readonly #counts = new Map<string, number>();
  readonly #examples = new Map<string, string>();
  readonly #paths = new Set<string>();
  #others = false;

  /** @param why ends a sentence that begins with the files: `can't be read` */
  add(path: string, why: string): void {
    this.#counts.set(why, (this.#counts.get(why) ?? 0) + 1);
    if (!this.#examples.has(why)) this.#examples.set(why, textOfPath(path));
    if (this.#paths.size < MAX_NAMED) this.#paths.add(path);
    else this.#others = true;
  }

  /** Others were left out, too, and nobody knows which. @param why a whole sentence */
  addOthers(why: string): void {
    this.#counts.set(why, 0);
    this.#others = true;
  }

  /** The named ones, as strings of bytes. */
  get paths(): readonly string[] {
    return [...this.#paths];
  }

  /** Whether there are more than the named ones. */
  get hasOthers(): boolean {
    return this.#others;
  }

  /** For a person; one sentence a reason. */
  get sentences(): string[] {
    return [...this.#counts].map(([why, count]) => {
      if (count === 0) return why;
      const example = this.#examples.get(why) ?? '';
      return count === 1 ? `${example} ${why}` : `${count} files ${why.replace(/^is /, 'are ')} (such as ${example})`;
    });
  }
}
