import { LINE_LIMIT } from './line-looks.js';
import { type DiffRow } from './diff-rows.js';

/** Px of a line of text, of a bar for left out lines and of a comment, as the style sheet draws them. */
export const LINE_PX = 20;
const GAP_PX = 28;
const TALK_PX = 160;
const TAB_COLUMNS = 4;

/**
 * How high a row will be, so that the scroll bar is right before it is drawn: long lines wrap.
 * @param columns characters that one line of a cell has room for
 */
export function rowEstimate(row: DiffRow, columns: number): number {
  if (row.kind === 'gap') return GAP_PX;
  if (row.kind === 'talk') return TALK_PX;
  const lines = [row.before, row.after].map((line) => (line === null ? 1 : Math.ceil(columnsOf(line.text) / Math.max(1, columns))));
  return Math.max(1, ...lines) * LINE_PX;
}

function columnsOf(text: string): number {
  const drawn = text.length > LINE_LIMIT ? text.slice(0, LINE_LIMIT) : text;
  if (!drawn.includes('\t')) return drawn.length;
  return [...drawn].reduce((sum, letter) => sum + (letter === '\t' ? TAB_COLUMNS : 1), 0);
}
