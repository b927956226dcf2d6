import { PLAIN, setAttributes } from './attributes.js';
import { HAS_EXTENDED, UNDERLINE, WORDS_PER_CELL } from './cells.js';
import type { CodeWriter } from './code-writer.js';
import type { CharacterSet, EmulatorBuffer, EmulatorRow } from './emulator-internals.js';
import { modeCodes } from './mode-codes.js';
import type { RecordTerminal } from './record-terminal.js';
import { characters, RowPainter } from './row-painter.js';
import { isDefault, tabStops } from './tab-stops.js';

/**
 * Writes the escape codes that paint a terminal into a new one of the same size (`ESC c` isn't part of them): its rows,
 * then what applies to the next byte. See `decisions/0040-snapshots-of-our-own.md`.
 */
export function writeState(record: RecordTerminal, to: CodeWriter): void {
  new StatePainter(record, to).paint();
}

class StatePainter {
  readonly #cols: number;
  readonly #rows: number;

  constructor(private readonly record: RecordTerminal, private readonly to: CodeWriter) {
    this.#cols = record.terminal.cols;
    this.#rows = record.terminal.rows;
  }

  paint(): void {
    const { normal, alt, active } = this.record.internals.buffers;
    this.#savedAbove(normal);
    this.#buffer(normal);
    if (active === alt) {
      this.#cursor(normal);
      this.to.codes('\x1b[m\x1b[?47h');
      this.#saved(alt);
      this.to.codes('\x1b[H');
      this.#buffer(alt);
    } else if (hasSaved(alt)) {
      this.to.codes('\x1b[?47h');
      this.#saved(alt);
      this.to.codes('\x1b[?47l\x1b[H');
    }
    this.#next(active);
  }

  #buffer(buffer: EmulatorBuffer): void {
    this.#painter().paint(buffer.lines);
    this.to.codes(this.#tabStops(buffer) + this.#scrollRegion(buffer));
  }

  /**
   * The saved cursor of the normal screen is a row counted from the first one above it, which may no longer exist: it is
   * saved there before anything is painted.
   */
  #savedAbove(buffer: EmulatorBuffer): void {
    if (hasSaved(buffer)) this.to.codes(`${'\n'.repeat(buffer.savedY)}${this.#save(buffer)}\x1b[H\x1b[2J\x1b[3J`);
  }

  /** The alternate screen has nothing above it. */
  #saved(buffer: EmulatorBuffer): void {
    if (hasSaved(buffer)) this.to.codes(`\x1b[${buffer.savedY + 1}H${this.#save(buffer)}`);
  }

  #save({ savedX, savedCurAttrData: { fg, bg }, savedCharset }: EmulatorBuffer): string {
    // Beyond the last column: only writing there leads there. What is written is erased again.
    const column = savedX >= this.#cols ? `\x1b[${this.#cols}G ` : `\x1b[${savedX + 1}G`;
    // Saved is only that there was an underline or a link, not which.
    const link = (bg & HAS_EXTENDED) !== 0 && (fg & UNDERLINE) === 0 ? '\x1b]8;;link:\x1b\\' : '';
    return `${column}${link}${setAttributes({ fg, bg, extended: null })}${this.#choose('(', savedCharset)}\x1b7\x1b[m\x1b]8;;\x1b\\\x1b(B\x1b[2J`;
  }

  #tabStops(buffer: EmulatorBuffer): string {
    const stops = tabStops(buffer);
    if (isDefault(stops, this.#cols)) return '';
    return `\x1b[3g${stops.map((column) => `\x1b[${column + 1}G\x1bH`).join('')}`;
  }

  #scrollRegion({ scrollTop, scrollBottom }: EmulatorBuffer): string {
    return scrollTop === 0 && scrollBottom === this.#rows - 1 ? '' : `\x1b[${scrollTop + 1};${scrollBottom + 1}r`;
  }

  /** What applies to the next byte: where and how it is written, and the modes. */
  #next(buffer: EmulatorBuffer): void {
    const { coreService: { decPrivateModes: { origin }, modes: { insertMode } }, _inputHandler } = this.record.internals;
    // Moves the cursor.
    if (origin) this.to.codes('\x1b[?6h');
    const joins = _inputHandler._parser.precedingJoinState !== 0;
    if (joins) this.#position(buffer, this.#startOfLast(buffer), origin);
    else this.#cursor(buffer, origin);
    this.#writing();
    this.to.codes(this.#characterSets() + modeCodes(this.record));
    if (insertMode) this.to.codes('\x1b[4h');
    if (!joins) return;
    // A combining character would go to the last one, so that is written again, and nothing comes after it.
    if (insertMode) this.to.codes('\x1b[P');
    this.to.text(characters(this.#row(buffer), this.#startOfLast(buffer)));
  }

  #cursor(buffer: EmulatorBuffer, origin = false): void {
    if (buffer.x < this.#cols) {
      this.#position(buffer, buffer.x, origin);
      return;
    }
    // Beyond the last column, where the next character wraps.
    const column = this.#startOfLast(buffer);
    this.#position(buffer, column, origin);
    const painter = this.#painter();
    painter.cell(this.#row(buffer), column);
    painter.attributes(PLAIN);
  }

  #position(buffer: EmulatorBuffer, column: number, origin = false): void {
    this.to.codes(`\x1b[${buffer.y - (origin ? buffer.scrollTop : 0) + 1};${column + 1}H`);
  }

  /** The column of the character before the cursor; a wide one is two columns before. */
  #startOfLast(buffer: EmulatorBuffer): number {
    const column = Math.max(buffer.x - 1, 0);
    return this.#row(buffer)._data[column * WORDS_PER_CELL] === 0 ? Math.max(column - 1, 0) : column;
  }

  #row(buffer: EmulatorBuffer): EmulatorRow {
    const row = buffer.lines.get(buffer.ybase + buffer.y);
    if (row === undefined) throw new Error(`the emulator has no row ${buffer.ybase + buffer.y} of ${buffer.lines.length}`);
    return row;
  }

  #writing(): void {
    const { fg, bg, extended } = this.record.internals._inputHandler._curAttrData;
    if (extended.urlId !== 0) this.to.text(`\x1b]8;${this.record.links.link(extended.urlId)}\x1b\\`);
    this.to.codes(setAttributes({ fg, bg, extended }));
  }

  #characterSets(): string {
    const { _charsets, glevel } = this.record.internals._charsetService;
    const chosen = ['(', ')', '*', '+'].map((into, level) => (_charsets[level] === undefined ? '' : this.#choose(into, _charsets[level])));
    return `${chosen.join('')}${['', '\x0e', '\x1bn', '\x1bo'][glevel] ?? ''}`;
  }

  #choose(into: string, set: CharacterSet): string {
    return `\x1b${into}${this.record.letters.get(set) ?? 'B'}`;
  }

  #painter(): RowPainter {
    return new RowPainter(this.to, this.#cols, this.#rows, this.record.links);
  }
}

function hasSaved({ savedX, savedY, savedCurAttrData: { fg, bg }, savedCharset }: EmulatorBuffer): boolean {
  return savedX !== 0 || savedY !== 0 || fg !== 0 || bg !== 0 || savedCharset !== undefined;
}
