import type { EmulatorBuffer, EmulatorRows } from './emulator-internals.js';
import { FoundLines } from './found-lines.js';
import { LeavingLines } from './leaving-lines.js';
import { goLines, linesBetween, lineStart } from './line-positions.js';
import type { RecordTerminal } from './record-terminal.js';
import { type Moment, RestingScreen } from './resting-screen.js';
import { RowMoments } from './row-moments.js';
import { linesOf, rowText, usedUntil, wrappedRowText } from './screen-text.js';
import type { ScreenLine } from './terminal-page.js';
import { watchScreen } from './watch-screen.js';

/**
 * Finds the lines that a person could read while a terminal painted a page: those that left the normal screen at the top
 * or were wiped, and those of a screen that rested and was painted over. See `decisions/0041-lines-of-a-page.md`.
 */
export class PageLines {
  readonly #found = new FoundLines();
  readonly #normalRests = new RestingScreen();
  readonly #alternateRests = new RestingScreen();
  readonly #leaving = new LeavingLines(this.#found);
  readonly #rowMoments = new RowMoments();

  /** Rows of the normal screen and above it that are looked at; another object after a reset. */
  #rows: EmulatorRows | null = null;
  /** Rows that the emulator has forgotten at the top. Rows are counted from the first one ever. */
  #forgotten = 0;
  /** Rows that have left the screen and are told, or are in the open line. */
  #taken = 0;

  #moment: Moment;
  #momentBefore: Moment;
  #wasAlternate: boolean;
  /** The cursor's row when the chunk began; what came before it is as it was, unless the program moved it. */
  #firstRow = 0;
  #movedFreely = false;

  /** @param before the moment of the terminal as it is now; what is on its screen was told by no page, but for an alternate one */
  constructor(private readonly record: RecordTerminal, before: Moment) {
    this.#moment = before;
    this.#momentBefore = before;
    this.#wasAlternate = this.#isAlternate;
    this.#attach();
    this.#beginWithOpenLine();
    this.#showAll();
    this.#normalRests.rest(this.#normalLines(), before, () => undefined);
    if (this.#isAlternate) for (const line of this.#alternateLines()) this.#found.know(line);
    watchScreen(record, {
      scrolled: () => { this.#scrolled(); },
      moved: () => { this.#movedFreely = true; },
      wipes: () => { this.#beforeWipe(); },
      resets: () => { this.#beforeReset(); },
      entersAlternate: () => { this.#showAll(); },
      leavesAlternate: () => { this.#leaveAlternate(); },
    });
  }

  /** A chunk is about to be painted. */
  begin(moment: Moment): void {
    this.#momentBefore = this.#moment;
    this.#moment = moment;
    this.#wasAlternate = this.#isAlternate;
    this.#movedFreely = false;
    this.#firstRow = this.#cursorRow;
  }

  /** The chunk is painted. */
  end(rests: boolean): void {
    if (!this.#isAlternate) this.#look();
    if (rests) this.#rest();
  }

  /** Resizes the terminal, which wraps its rows anew. */
  resize(cols: number, rows: number): void {
    const lines = this.#attach();
    const start = lineStart(lines, this.#taken - this.#forgotten);
    const wasInside = start < this.#taken - this.#forgotten;
    const distance = linesBetween(lines, start, this.#cursorRow - this.#forgotten);
    this.record.resize(cols, rows);
    this.#forgotten = 0;
    this.#taken = goLines(lines, this.#cursorRow, -distance);
    if (wasInside) this.#leaving.again(false);
    // Before the rows that no longer fit have left.
    this.#showFrom(this.#taken);
    this.#scrolled();
  }

  /**
   * The page is over.
   * @param withScreen also tells what is on the screen, which the next page would tell
   */
  finish(withScreen: boolean): ScreenLine[] {
    this.#rest();
    if (this.#isAlternate) this.#alternateRests.end((line, since) => { this.#found.addOnce(line, since); });
    if (withScreen) this.#takeScreen();
    return this.#found.inOrder();
  }

  get #normal(): EmulatorBuffer {
    return this.record.internals.buffers.normal;
  }

  get #cols(): number {
    return this.record.terminal.cols;
  }

  get #isAlternate(): boolean {
    const { active, alt } = this.record.internals.buffers;
    return active === alt;
  }

  get #cursorRow(): number {
    return this.#forgotten + this.#normal.ybase + this.#normal.y;
  }

  /** A reset makes new rows. */
  #attach(): EmulatorRows {
    const { lines } = this.#normal;
    if (lines === this.#rows) return lines;
    this.#rows = lines;
    this.#forgotten = 0;
    this.#taken = 0;
    this.#firstRow = 0;
    lines.onTrim((amount) => { this.#forgotten += amount; });
    return lines;
  }

  /** The line that goes on from above the screen begins there; the page before told its first pieces. */
  #beginWithOpenLine(): void {
    const { lines, ybase } = this.#normal;
    this.#taken = ybase;
    if (lines.get(ybase)?.isWrapped !== true) return;
    this.#taken = lineStart(lines, ybase);
    this.#leaving.again(true);
    this.#scrolled();
    this.#leaving.allKnown();
  }

  #scrolled(): void {
    const rows = this.#attach();
    const { ybase, scrollBottom } = this.#normal;
    if (scrollBottom < this.record.terminal.rows - 1) this.#movedFreely = true;
    const top = this.#forgotten + ybase;
    for (; this.#taken < top; this.#taken += 1) this.#takeRow(rows, this.#taken, false);
  }

  #takeRow(rows: EmulatorRows, number: number, once: boolean): void {
    const index = number - this.#forgotten;
    const row = rows.get(index);
    if (row === undefined) return;
    const next = index + 1 < rows.length ? rows.get(index + 1) : undefined;
    const goesOn = next?.isWrapped === true;
    const shown = rowText(row, this.#cols);
    const since = this.#rowMoments.take(number, shown, this.#moment);
    this.#leaving.add(goesOn ? wrappedRowText(row, next, this.#cols) : shown, since, !row.isWrapped, once);
    if (!goesOn) this.#leaving.end(once);
  }

  #takeScreen(once = false): void {
    const rows = this.#attach();
    const { ybase } = this.#normal;
    const until = this.#forgotten + usedUntil(rows, ybase, rows.length, this.#cols);
    for (; this.#taken < until; this.#taken += 1) this.#takeRow(rows, this.#taken, once);
    this.#leaving.end(once);
  }

  /** Since when the rows show what they show. */
  #look(): void {
    const rows = this.#attach();
    if (this.#movedFreely) {
      this.#showAll();
      return;
    }
    const top = this.#forgotten + this.#normal.ybase;
    const from = Math.max(this.#firstRow, top);
    const texts: string[] = [];
    for (let number = from; number <= this.#cursorRow; number += 1) {
      const row = rows.get(number - this.#forgotten);
      texts.push(row === undefined ? '' : rowText(row, this.#cols));
    }
    this.#rowMoments.show(from, texts, this.#moment);
  }

  #showAll(): void {
    this.#showFrom(this.#forgotten + this.#normal.ybase);
  }

  #showFrom(first: number): void {
    const rows = this.#attach();
    const from = first - this.#forgotten;
    const until = usedUntil(rows, from, rows.length, this.#cols);
    const texts: string[] = [];
    for (let index = from; index < until; index += 1) {
      const row = rows.get(index);
      texts.push(row === undefined ? '' : rowText(row, this.#cols));
    }
    this.#rowMoments.showAll(first, texts, this.#moment);
  }

  #rest(): void {
    if (this.#isAlternate) {
      this.#alternateRests.rest(this.#alternateLines(), this.#moment, (line, since) => { this.#found.addOnce(line, since); });
      return;
    }
    this.#normalRests.rest(this.#normalLines(), this.#moment, (line, since) => { this.#found.addPaintedOver(line, since); }, () => this.#elsewhere());
    this.#leaving.rested();
  }

  /** Text that has left the screen since the last rest, with the line that is about to. */
  #elsewhere(): string {
    const rows = this.#attach();
    const [open = ''] = this.#leaving.isOpen ? linesOf(rows, this.#taken - this.#forgotten, rows.length, this.#cols) : [];
    return `${this.#leaving.recent}\n${this.#leaving.openText}${open}`;
  }

  /** Lines that begin on the screen. One that began above it will have left when it ends. */
  #normalLines(): string[] {
    const rows = this.#attach();
    let from = this.#normal.ybase;
    while (rows.get(from)?.isWrapped === true && from < rows.length) from += 1;
    return linesOf(rows, from, usedUntil(rows, from, rows.length, this.#cols), this.#cols);
  }

  #alternateLines(): string[] {
    const { lines } = this.record.internals.buffers.alt;
    return linesOf(lines, 0, lines.length, this.#cols);
  }

  #beforeWipe(): void {
    if (!this.#isAlternate) this.#wipeNormal();
  }

  #wipeNormal(): void {
    const rows = this.#attach();
    this.#takeScreen(true);
    this.#leaving.wiped(() => linesOf(rows, 0, usedUntil(rows, 0, rows.length, this.#cols), this.#cols));
    this.#taken = this.#forgotten + this.#normal.ybase;
    this.#rowMoments.clear();
  }

  #beforeReset(): void {
    if (this.#isAlternate) this.#leaveAlternate();
    this.#wipeNormal();
    this.#rows = null;
  }

  #leaveAlternate(): void {
    // Most programs leave in a chunk of its own: what was on the screen, the chunk before had painted.
    const moment = this.#wasAlternate ? this.#momentBefore : this.#moment;
    const tell = (line: string, since: Moment) => { this.#found.addOnce(line, since); };
    this.#alternateRests.rest(this.#alternateLines(), moment, tell);
    this.#alternateRests.end(tell);
  }
}
