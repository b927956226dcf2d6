/** Lines of a page that are remembered; what is painted again below them is taken for new. */
const MOST_LINES = 10_000;

/**
 * Tells lines that a program paints again after it wiped the screen from new ones. Some agents wipe everything and
 * paint the whole conversation anew when it has grown: what begins as the page before is that page again.
 */
export class RepaintFilter {
  #before: readonly string[] = [];
  #page: string[] = [];
  #same = false;

  /** The screen was wiped: a new page begins. */
  wiped(): void {
    // Programs wipe twice: the screen, and what is above it.
    if (this.#page.length === 0) return;
    this.#before = this.#page;
    this.#page = [];
    this.#same = true;
  }

  /** The page has these lines so far. */
  startWith(lines: readonly string[]): void {
    this.#page = lines.slice(0, MOST_LINES);
  }

  /** Whether the next line of the page hasn't been seen at this place on the page before. */
  isNew(line: string): boolean {
    this.#same &&= this.#page.length < this.#before.length && this.#before[this.#page.length] === line;
    if (this.#page.length < MOST_LINES) this.#page.push(line);
    return !this.#same;
  }
}
