import { PLAIN, sameAttributes, setAttributes, type Attributes } from './attributes.js';
import type { CodeWriter } from './code-writer.js';
import { canonical, CODE_POINT_MASK, COLOR_MASK, COMBINED, CONTENT_MASK, EMPTY_CONTENT, HAS_EXTENDED, WIDTH_SHIFT, WORDS_PER_CELL } from './cells.js';
import type { EmulatorRow, EmulatorRows } from './emulator-internals.js';
import type { Hyperlinks } from './hyperlinks.js';

/** Any wide character. */
const WIDE = '\u4e00';
/** Chooses ASCII, which it is: an escape code that does nothing, so that a combining character stands alone. */
const NOTHING = '\x1b(B';

/**
 * Writes the escape codes that paint rows into an empty terminal of the same width, whose cursor is at the top left: each
 * cell as it is, also where nothing was written, and where a row goes on in the next one.
 */
export class RowPainter {
  #current: Attributes = PLAIN;
  #link = 0;
  /** The background with which the emulator fills the row that is painted. */
  #fill = 0;

  /** @param height rows of the screen: when it is full, a new row comes in at the bottom */
  constructor(private readonly to: CodeWriter, private readonly cols: number, private readonly height: number, private readonly links: Hyperlinks) {}

  /** Leaves the cursor somewhere, and plain attributes. */
  paint(rows: EmulatorRows): void {
    const { length } = rows;
    if (rows.get(0)?.isWrapped === true) this.#beginWrapped();
    for (let index = 0; index < length; index += 1) {
      const row = rows.get(index);
      if (row === undefined) continue;
      // The list is a ring: beyond its end is its begin.
      const next = index + 1 < length ? rows.get(index + 1) : undefined;
      const isFull = this.#cells(row);
      if (next?.isWrapped === true) this.#wrap(row, next, isFull, index + 1 >= this.height);
      else if (next !== undefined) this.#lineEnd();
    }
    this.attributes(PLAIN);
  }

  /** Paints one cell where the cursor is, if anything was written there. */
  cell(row: EmulatorRow, column: number): void {
    this.attributes(attributesAt(row, column));
    this.to.text(characters(row, column));
  }

  /** Writes with these attributes from here on. */
  attributes(next: Attributes): void {
    const link = (next.bg & HAS_EXTENDED) === 0 ? 0 : (next.extended?.urlId ?? 0);
    if (link !== this.#link) {
      this.to.text(`\x1b]8;${link === 0 ? ';' : this.links.link(link)}\x1b\\`);
      this.#link = link;
    }
    if (sameAttributes(next, this.#current)) return;
    this.to.codes(setAttributes(next));
    this.#current = next;
  }

  /** @returns whether a character is in the last column, so that the next one would be in the next row */
  #cells(row: EmulatorRow): boolean {
    const data = row._data;
    let end = this.#usedColumns(data);
    let column = 0;
    /** Columns before this one may hold something else. */
    let dirtyUntil = 0;
    let isFull = false;
    let rawFg = -1;
    let rawBg = -1;
    while (column < end) {
      const at = column * WORDS_PER_CELL;
      const content = data[at] as number;
      const fg = data[at + 1] as number;
      const bg = data[at + 2] as number;
      if ((content & CONTENT_MASK) === 0) {
        if (isErased(fg, bg)) {
          const from = column;
          while (column < end && data[column * WORDS_PER_CELL] === content && data[column * WORDS_PER_CELL + 1] === fg && data[column * WORDS_PER_CELL + 2] === bg) column += 1;
          this.#erased(column - from, bg, from < dirtyUntil);
        } else {
          this.#halfErased(row, column);
          column += 1;
          dirtyUntil = Math.min(column + 1, this.cols);
          end = Math.max(end, dirtyUntil);
        }
        isFull = false;
        rawFg = -1;
        continue;
      }
      if (fg !== rawFg || bg !== rawBg || (bg & HAS_EXTENDED) !== 0) {
        this.attributes(attributesAt(row, column));
        rawFg = fg;
        rawBg = bg;
      }
      const width = content >>> WIDTH_SHIFT;
      if (width === 0) this.to.codes(NOTHING);
      if ((content & COMBINED) === 0) this.to.character(content & CODE_POINT_MASK);
      else this.to.text(row._combined[column] ?? '');
      column += width || 1;
      isFull = column >= this.cols;
    }
    return isFull;
  }

  #usedColumns(data: Uint32Array): number {
    let end = this.cols;
    while (end > 0) {
      const at = (end - 1) * WORDS_PER_CELL;
      if (data[at] !== EMPTY_CONTENT || data[at + 1] !== 0 || canonical(data[at + 2] as number) !== this.#fill) break;
      end -= 1;
    }
    return end;
  }

  #erased(count: number, bg: number, isDirty: boolean): void {
    if (isDirty || canonical(bg) !== this.#fill) {
      this.attributes({ fg: 0, bg, extended: null });
      this.to.codes(`\x1b[${count}X`);
    }
    this.to.codes(`\x1b[${count}C`);
  }

  /** A cell that lost half a wide character keeps all of its attributes: it is made so again. */
  #halfErased(row: EmulatorRow, column: number): void {
    this.attributes(attributesAt(row, column));
    const right = `\x1b[${column + 2}G`;
    this.to.text(column + 1 < this.cols ? `${WIDE}${right} ${right}` : '\x1b[C');
  }

  /** The first row goes on from one that is no longer there. */
  #beginWrapped(): void {
    this.to.codes(`\x1b[${this.cols}G  \x1b[H\x1b[M\x1b[X`);
  }

  #lineEnd(): void {
    // A row that comes in at the bottom has the background in use.
    if ((this.#current.bg & COLOR_MASK) !== 0) this.attributes(PLAIN);
    this.to.codes('\r\n');
    this.#fill = 0;
  }

  #wrap(row: EmulatorRow, next: EmulatorRow, isFull: boolean, scrolls: boolean): void {
    const first = next._data[0] as number;
    const startsWithCharacter = (first & CONTENT_MASK) !== 0 && first >>> WIDTH_SHIFT > 0;
    const isPushed = !isFull && startsWithCharacter && first >>> WIDTH_SHIFT === 2 && sameAttributes(attributesAt(row, this.cols - 1), attributesAt(next, 0))
      && row._data[(this.cols - 1) * WORDS_PER_CELL] === EMPTY_CONTENT;
    if (startsWithCharacter && (isFull || isPushed)) {
      // The next character wraps by itself; one that is too wide leaves the last column to nobody.
      if (isPushed) this.to.codes(`\x1b[${this.cols}G`);
      this.#fill = scrolls ? (canonical(next._data[2] as number) & COLOR_MASK) : 0;
      return;
    }
    this.#wrapAnyway(row, isFull);
  }

  /** Nothing written made this row go on, only what was erased since. */
  #wrapAnyway(row: EmulatorRow, isFull: boolean): void {
    this.attributes(PLAIN);
    this.to.codes(isFull ? ' \r\x1b[X' : `\x1b[${this.cols}G  \r\x1b[X`);
    if (!isFull) {
      this.attributes({ ...attributesAt(row, this.cols - 1), fg: 0 });
      this.to.codes(`\x1b[A\x1b[${this.cols}G\x1b[X`);
      this.attributes(PLAIN);
      this.to.codes('\x1b[B\r');
    }
    this.#fill = 0;
  }
}

export function attributesAt(row: EmulatorRow, column: number): Attributes {
  const bg = row._data[column * WORDS_PER_CELL + 2] ?? 0;
  return { fg: row._data[column * WORDS_PER_CELL + 1] ?? 0, bg, extended: (bg & HAS_EXTENDED) === 0 ? null : (row._extendedAttrs[column] ?? null) };
}

/** What was written into a cell; empty where nothing was. */
export function characters(row: EmulatorRow, column: number): string {
  const content = row._data[column * WORDS_PER_CELL] ?? 0;
  if ((content & COMBINED) !== 0) return row._combined[column] ?? '';
  return (content & CODE_POINT_MASK) === 0 ? '' : String.fromCodePoint(content & CODE_POINT_MASK);
}

/** Erasing leaves the background's colour only. */
function isErased(fg: number, bg: number): boolean {
  return fg === 0 && (bg & ~COLOR_MASK) === 0;
}
