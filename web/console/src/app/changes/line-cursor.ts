import { lineKey, type DiffRow, type Layout, type Side } from './diff-rows.js';

/** A line that the keys are at, and where the selection that ends there began. */
export interface LineCursor {
  readonly side: Side;
  readonly line: number;
  readonly anchor: number;
}

/** Lines of one side, both included. */
export interface LineRange {
  readonly side: Side;
  readonly from: number;
  readonly to: number;
}

export function selectedRange({ side, line, anchor }: LineCursor): LineRange {
  return { side, from: Math.min(line, anchor), to: Math.max(line, anchor) };
}

/** At which row each line is: `after:24`. */
export function rowsByLine(rows: readonly DiffRow[]): ReadonlyMap<string, number> {
  const byLine = new Map<string, number>();
  rows.forEach((row, index) => {
    if (row.kind !== 'line') return;
    for (const side of ['before', 'after'] as const) {
      const line = row[side]?.[side] ?? null;
      if (line !== null) byLine.set(lineKey(side, line), index);
    }
  });
  return byLine;
}

/** The line of a row that the keys go to: that of the wanted side, else the other one; `null` when it has none. */
export function cursorAt(row: DiffRow | undefined, wanted: Side): LineCursor | null {
  if (row?.kind !== 'line') return null;
  for (const side of wanted === 'after' ? (['after', 'before'] as const) : (['before', 'after'] as const)) {
    const line = row[side]?.[side] ?? null;
    if (line !== null) return { side, line, anchor: line };
  }
  return null;
}

/**
 * The line below or above, as the keys go. Side by side they stay on their side; unified they take every line. A
 * selection grows over the lines of the side on which it began.
 */
export function stepLine(rows: readonly DiffRow[], cursor: LineCursor | null, { by, layout, extend }: { by: 1 | -1; layout: Layout; extend: boolean }): LineCursor | null {
  const at = cursor === null ? undefined : rowsByLine(rows).get(lineKey(cursor.side, cursor.line));
  const begin = at === undefined ? (by === 1 ? 0 : rows.length - 1) : at + by;
  for (let index = begin; index >= 0 && index < rows.length; index += by) {
    const next = cursorAt(rows[index], extend || layout === 'split' ? (cursor?.side ?? 'after') : 'after');
    if (next === null) continue;
    if (cursor !== null && (extend || layout === 'split') && next.side !== cursor.side) continue;
    return extend && cursor !== null ? { ...next, anchor: cursor.anchor } : next;
  }
  return cursor;
}

/** What the selected lines say, as far as they are on screen or could be. */
export function linesOf(rows: readonly DiffRow[], { side, from, to }: LineRange): string[] {
  return rows.flatMap((row) => {
    const line = row.kind === 'line' ? row[side] : null;
    const number = line?.[side] ?? null;
    return line !== null && number !== null && number >= from && number <= to ? [line.text] : [];
  });
}
