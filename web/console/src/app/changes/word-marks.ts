import { diffArrays } from 'diff';

/** A stretch of a line, in UTF-16 units: from, and the first one after it. */
export type Range = readonly [from: number, to: number];
/** What changed within a line that was replaced by one like it. */
export interface WordMarks {
  readonly before: readonly Range[];
  readonly after: readonly Range[];
}

const NONE: WordMarks = { before: [], after: [] };
/** More changes than this in one line, and marks say less than the two whole lines do. */
const MAX_EDITS = 80;
/** Longer lines have only what lies between their common beginning and end marked. */
const MAX_CHARS = 2_000;

/** Marks the words that differ between a removed line and the added line like it. */
export function wordMarks(before: string, after: string): WordMarks {
  if (before === after) return NONE;
  if (Math.max(before.length, after.length) > MAX_CHARS) return between(before, after);
  const changes = diffArrays(split(before), split(after), { maxEditLength: MAX_EDITS });
  if (changes === undefined) return between(before, after);
  const marks: { before: Range[]; after: Range[] } = { before: [], after: [] };
  let [left, right] = [0, 0];
  for (const { added, removed, value } of changes) {
    const length = value.reduce((sum, part) => sum + part.length, 0);
    if (removed) marks.before.push([left, (left += length)]);
    else if (added) marks.after.push([right, (right += length)]);
    else {
      left += length;
      right += length;
    }
  }
  return { before: join(before, marks.before), after: join(after, marks.after) };
}

/** Words, runs of blanks and single signs. */
function split(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|[^\S\r]+|[^\p{L}\p{N}_]/gu) ?? [];
}

/** Two marks with only blanks between them read as one. */
function join(text: string, ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && text.slice(last[1], range[0]).trim() === '') joined[joined.length - 1] = [last[0], range[1]];
    else joined.push(range);
  }
  return joined;
}

function between(before: string, after: string): WordMarks {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const range = (text: string): Range[] => (text.length - end > start ? [[start, text.length - end]] : []);
  return { before: range(before), after: range(after) };
}
