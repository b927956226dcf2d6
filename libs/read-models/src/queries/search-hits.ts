import type { SearchHit } from '@agents-fleet/contracts';
import { foldCase, rangesOf, wellFormed } from '../archive/search-terms.js';
import type { KeptLine } from '../archive/text-block.js';

/** Place of a line among all lines: newest first, then by session and by its number in its session, both backwards. */
export interface LinePlace {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly sessionId: string;
  readonly line: number;
}

/** A hit without what is to be said of its session. */
export interface FoundLine extends LinePlace {
  readonly hit: Pick<SearchHit, 'sessionId' | 'chunk' | 'at' | 'line' | 'ranges' | 'before' | 'after'>;
}

/** Lines of context before and after. */
const CONTEXT = 2;
/** Longest line that is answered, in UTF-16 units: a program may print megabytes without a line end. */
const LONGEST = 2_000;
/** What of a longer one is shown before the first place, in UTF-16 units. */
const LEAD = 200;

/** Below 0 when the first one comes first. */
export function comparePlaces(one: LinePlace, other: LinePlace): number {
  return other.at - one.at || compareText(other.sessionId, one.sessionId) || other.line - one.line;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/**
 * The lines of a block that hold a text.
 * @param text folded
 * @param firstLine number of the block's first line in its session
 */
export function findInLines(text: string, sessionId: string, firstLine: number, lines: readonly KeptLine[]): FoundLine[] {
  const found: FoundLine[] = [];
  for (const [index, { chunk, at, text: line }] of lines.entries()) {
    const ranges = rangesOf(foldCase(line), text);
    if (ranges.length === 0) continue;
    const around = (from: number, to: number) => lines.slice(Math.max(0, from), to).map((other) => other.text.slice(0, LONGEST));
    found.push({
      at,
      sessionId,
      line: firstLine + index,
      hit: {
        sessionId,
        chunk,
        at: new Date(at).toISOString(),
        ...cut(line, ranges),
        before: around(index - CONTEXT, index),
        after: around(index + 1, index + 1 + CONTEXT),
      },
    });
  }
  return found;
}

/** A part of a line that is too long, around the first place. */
function cut(line: string, ranges: [number, number][]): Pick<SearchHit, 'line' | 'ranges'> {
  if (line.length <= LONGEST) return { line, ranges };
  const from = Math.max(0, (ranges[0]?.[0] ?? 0) - LEAD);
  const to = from + LONGEST;
  const inside = ranges.filter(([begin, end]) => begin >= from && end <= to);
  return { line: wellFormed(line.slice(from, to)), ranges: inside.map(([begin, end]) => [begin - from, end - from]) };
}
