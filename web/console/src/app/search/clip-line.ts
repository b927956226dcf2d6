/** A piece of a line; a hit is marked. */
export interface LinePart {
  readonly text: string;
  readonly hit: boolean;
}

/** Of the room, so much is kept for what is before the first hit. */
const BEFORE_SHARE = 0.3;
const CUT = '…';

/**
 * The part of a line that fits, around its first hit, with the hits marked. What is cut off is an ellipsis, which takes
 * a column. Characters outside the basic plane are never cut in halves.
 * @param ranges hits in `line`, in UTF-16 units, in order
 * @param columns how many units fit
 */
export function clipLine(line: string, ranges: readonly (readonly [number, number])[], columns: number): LinePart[] {
  const [from, to] = windowOf(line, ranges[0], Math.max(columns, 8));
  const parts: LinePart[] = [];
  const add = (text: string, hit: boolean) => { if (text !== '') parts.push({ text, hit }); };
  if (from > 0) add(CUT, false);
  let at = from;
  for (const [begin, end] of ranges) {
    const [left, right] = [Math.max(begin, at), Math.min(end, to)];
    if (left >= right) continue;
    add(line.slice(at, left), false);
    add(line.slice(left, right), true);
    at = right;
  }
  add(line.slice(at, to), false);
  if (to < line.length) add(CUT, false);
  return parts;
}

function windowOf(line: string, [begin, end]: readonly [number, number] = [0, 0], columns: number): [number, number] {
  if (line.length <= columns) return [0, line.length];
  if (end < columns) return [0, beforePair(line, columns - 1)];
  const room = columns - 2 * CUT.length;
  // A hit that does not fit is shown from its begin on; the end of the line is not followed by nothing.
  const from = Math.min(begin, Math.max(begin - Math.floor(columns * BEFORE_SHARE), end - room), line.length - room - 1);
  const to = from + room + 1 >= line.length ? line.length : from + room;
  return [afterPair(line, from), beforePair(line, to)];
}

function afterPair(line: string, index: number): number {
  return isInsidePair(line, index) ? index + 1 : index;
}

function beforePair(line: string, index: number): number {
  return isInsidePair(line, index) ? index - 1 : index;
}

function isInsidePair(line: string, index: number): boolean {
  const code = line.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}
