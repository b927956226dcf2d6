import { CONTENT_MASK, EMPTY_CONTENT, WIDTH_SHIFT, WORDS_PER_CELL } from './cells.js';
import type { EmulatorRow, EmulatorRows } from './emulator-internals.js';

/** A row as a person reads it, without the blanks at its end. Rows of the alternate screen may go on beyond the last column. */
export function rowText(row: EmulatorRow, cols: number): string {
  return row.translateToString(true, 0, cols).trimEnd();
}

/** A row that goes on in the next one, with the blanks at its end: they are part of the line. */
export function wrappedRowText(row: EmulatorRow, next: EmulatorRow, cols: number): string {
  // A wide character that didn't fit left the last column to nobody.
  const isPushed = (next._data[0] as number) >>> WIDTH_SHIFT === 2 && row._data[(cols - 1) * WORDS_PER_CELL] === EMPTY_CONTENT;
  return row.translateToString(false, 0, isPushed ? cols - 1 : cols);
}

/** Rows up to the last one that isn't blank, from `from` to `to`. */
export function usedUntil(rows: EmulatorRows, from: number, to: number, cols: number): number {
  let used = to;
  while (used > from && isBlank(rows.get(used - 1), cols)) used -= 1;
  return used;
}

/** The lines of these rows, joined where the screen wrapped them, also blank ones. */
export function linesOf(rows: EmulatorRows, from: number, to: number, cols: number): string[] {
  const lines: string[] = [];
  for (let index = from; index < to; index += 1) {
    const row = rows.get(index);
    if (row === undefined) continue;
    const next = index + 1 < to ? rows.get(index + 1) : undefined;
    const text = next?.isWrapped === true ? wrappedRowText(row, next, cols) : rowText(row, cols);
    if (row.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return lines.map((line) => line.trimEnd());
}

function isBlank(row: EmulatorRow | undefined, cols: number): boolean {
  if (row === undefined) return true;
  for (let at = 0; at < cols * WORDS_PER_CELL; at += WORDS_PER_CELL) {
    if (((row._data[at] as number) & CONTENT_MASK) !== 0) return rowText(row, cols) === '';
  }
  return true;
}
