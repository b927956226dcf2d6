import type { IBuffer, Terminal } from '@xterm/headless';
import { WholeCharacters } from '@agents-fleet/wire';
import { guardParser } from './parser-guard.js';
import { RepaintFilter } from './repaint-filter.js';

/** Parsed at once. A byte moves the screen by a row at most, so this is less than the scrollback holds. */
const SLICE_BYTES = 4_096;
const SCROLLBACK_ROWS = 2 * SLICE_BYTES;
/** A line without end is broken here, so that it needn't be kept. */
const LONGEST_LINE = 1024 * 1024;
/** DEC private modes that switch to the alternate screen and back. */
const ALTERNATE_SCREEN = new Set([47, 1047, 1049]);

/**
 * What a person saw of a terminal, as text: the lines that scrolled off the screen, the screen before it was wiped, and
 * the last screen of each program that used the alternate one. Takes any amount of output in bounded memory.
 */
export class Transcript {
  #text = '';
  readonly #characters = new WholeCharacters();
  readonly #repaints = new RepaintFilter();
  /** The logical line that is being put together from rows. */
  #line: string | null = null;
  /** Rows above the screen that are in the text already. */
  #above = 0;
  /** Rows at the top of the screen that are in the text already. */
  #doneOnScreen = 0;
  #lastAlternate = '';

  private constructor(private readonly terminal: Terminal) {
    guardParser(terminal);
    terminal.onScroll(() => { this.#takeScrolled(); });
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => this.#beforeModes(modes, 'normal', () => { this.#takeUntilCursor(); }));
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => this.#beforeModes(modes, 'alternate', () => { this.#takeAlternate(); }));
    terminal.parser.registerCsiHandler({ final: 'J' }, ([part]) => this.#beforeErase(part));
    terminal.parser.registerEscHandler({ final: 'c' }, () => this.#beforeReset());
  }

  /** The emulator is loaded here and not at the top, because most processes that import this library never need it. */
  static async open(cols: number, rows: number): Promise<Transcript> {
    const { default: xterm } = await import('@xterm/headless');
    return new Transcript(new xterm.Terminal({ cols, rows, scrollback: SCROLLBACK_ROWS, allowProposedApi: true }));
  }

  /** Takes output as it came. */
  async write(bytes: Uint8Array): Promise<void> {
    let painted = Promise.resolve();
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const slice = this.#characters.take(bytes.subarray(from, from + SLICE_BYTES));
      painted = new Promise((resolve) => {
        for (const piece of slice) this.terminal.write(piece);
        this.terminal.write('', () => {
          if (this.#normal.baseY > SCROLLBACK_ROWS - SLICE_BYTES) this.#forgetScrolled();
          resolve();
        });
      });
    }
    await painted;
  }

  /** Everything written before must be painted. */
  resize(cols: number, rows: number): void {
    // With rows above it, the screen would take them back when it grows, and wrap them anew.
    this.#forgetScrolled();
    this.terminal.resize(cols, rows);
    this.#takeScrolled();
  }

  /** The text that has become final since the last call, in whole lines. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** Adds the last screen. */
  end(): void {
    if (this.terminal.buffer.active.type === 'alternate') this.#takeAlternate();
    else this.#takeScreen();
    this.#endLine();
  }

  dispose(): void {
    this.terminal.dispose();
  }

  get #normal(): IBuffer {
    return this.terminal.buffer.normal;
  }

  #takeScrolled(): void {
    const { baseY } = this.#normal;
    for (; this.#above < baseY; this.#above += 1) {
      if (this.#doneOnScreen > 0) this.#doneOnScreen -= 1;
      else this.#takeRow(this.#above);
    }
  }

  /** Not by an escape code: the program may be in the middle of one. */
  #forgetScrolled(): void {
    this.terminal.options.scrollback = 0;
    this.terminal.options.scrollback = SCROLLBACK_ROWS;
    this.#above = this.#normal.baseY;
  }

  /** What was printed before a program takes the whole screen comes before its screen. */
  #takeUntilCursor(): void {
    const { baseY, cursorY } = this.#normal;
    for (let row = this.#doneOnScreen; row < cursorY; row += 1) this.#takeRow(baseY + row);
    this.#doneOnScreen = Math.max(this.#doneOnScreen, cursorY);
    this.#endLine();
  }

  #takeScreen(): void {
    const { baseY } = this.#normal;
    const used = usedRows(this.#normal, baseY, this.terminal.rows);
    for (let row = this.#doneOnScreen; row < used; row += 1) this.#takeRow(baseY + row);
    this.#doneOnScreen = 0;
  }

  #takeAlternate(): void {
    const buffer = this.terminal.buffer.alternate;
    const rows = usedRows(buffer, 0, this.terminal.rows);
    const screen = Array.from({ length: rows }, (_, row) => `${shown(buffer, row)}\n`).join('');
    // A program that calls a pager shows the same screen again and again.
    if (screen !== this.#lastAlternate) this.#text += screen;
    this.#lastAlternate = screen;
  }

  #beforeModes(modes: readonly (number | number[])[], in_: IBuffer['type'], run: () => void): boolean {
    const switches = modes.some((mode) => typeof mode === 'number' && ALTERNATE_SCREEN.has(mode));
    if (switches && this.terminal.buffer.active.type === in_) run();
    return false;
  }

  #beforeErase(part: number | number[] | undefined): boolean {
    const { type, cursorX, cursorY } = this.terminal.buffer.active;
    if (type === 'alternate') return false;
    const wipes = part === 2 || ((part ?? 0) === 0 && cursorX === 0 && cursorY === 0);
    if (wipes) this.#beforeWipe();
    // Erases what is above the screen.
    if (part === 3) this.#above = 0;
    return false;
  }

  #beforeReset(): boolean {
    if (this.terminal.buffer.active.type === 'alternate') this.#takeAlternate();
    else this.#beforeWipe();
    this.#above = 0;
    this.#doneOnScreen = 0;
    return false;
  }

  #beforeWipe(): void {
    this.#takeScreen();
    this.#endLine();
    this.#repaints.wiped();
  }

  #takeRow(row: number): void {
    const line = this.#normal.getLine(row);
    if (line === undefined) return;
    const goesOn = this.#normal.getLine(row + 1)?.isWrapped === true;
    const text = line.translateToString(!goesOn);
    if (this.#line === null || !line.isWrapped || this.#line.length > LONGEST_LINE) {
      this.#endLine();
      this.#line = text;
    } else this.#line += text;
  }

  #endLine(): void {
    if (this.#line === null) return;
    const line = this.#line.trimEnd();
    this.#line = null;
    if (this.#repaints.isNew(line)) this.#text += `${line}\n`;
  }
}

/** Rows from the top of a screen down to its last one that isn't blank. */
function usedRows(buffer: IBuffer, top: number, rows: number): number {
  let used = rows;
  while (used > 0 && shown(buffer, top + used - 1) === '') used -= 1;
  return used;
}

/** A row without the blanks at its end, which nobody sees. */
function shown(buffer: IBuffer, row: number): string {
  return buffer.getLine(row)?.translateToString(true).trimEnd() ?? '';
}
