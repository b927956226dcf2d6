import { visiblePieces, type HiddenCharacter } from './visible-text.js';
import { type Range } from './word-marks.js';

/** A coloured stretch of a line: `style` is a class name of the highlighter. */
export interface Token {
  readonly from: number;
  readonly to: number;
  readonly style: string;
}

/** What is drawn as one piece. */
export interface Segment {
  readonly text: string;
  /** Class names of the highlighter; empty for plain text. */
  readonly style: string;
  /** Whether it changed within the line. */
  readonly marked: boolean;
  /** Blanks that must be seen, because they are what changed or stand at the end. */
  readonly blanks: boolean;
  readonly hidden: HiddenCharacter | null;
}

/** What is laid over a line's text. */
export interface LineLook {
  readonly tokens?: readonly Token[];
  readonly marks?: readonly Range[];
  /** Whether blanks at the end of the line are shown: on an added line they are somebody's slip. */
  readonly showTrailing?: boolean;
  /** Whether the carriage return at the end is shown: in files whose lines end in two ways. */
  readonly showReturn?: boolean;
  /** Characters that are drawn; the rest on demand. */
  readonly limit?: number;
}

/**
 * Lays colours, marks and codes for hidden characters over a line, and cuts it into pieces that look alike. Tokens and
 * marks are ascending and don't overlap among themselves.
 */
export function lineSegments(line: string, { tokens = [], marks = [], showTrailing = false, showReturn = false, limit = Infinity }: LineLook): Segment[] {
  const text = (!showReturn && line.endsWith('\r') ? line.slice(0, -1) : line).slice(0, limit);
  const trailing: Range[] = showTrailing && text.length < limit ? trailingBlanks(text) : [];
  const style = new Cursor(tokens.map(({ from, to, style }) => [from, to, style] as const));
  const marked = new Cursor(marks);
  const seen = new Cursor([...marks.filter(([from, to]) => text.slice(from, to).trim() === ''), ...trailing].sort((a, b) => a[0] - b[0]));
  const segments: Segment[] = [];
  for (const piece of visiblePieces(text)) {
    for (let from = piece.from; from < piece.to; ) {
      const to = Math.min(piece.to, style.edgeAfter(from), marked.edgeAfter(from), seen.edgeAfter(from));
      const part = text.slice(from, to);
      segments.push({
        text: part,
        style: style.at(from)?.[2] ?? '',
        marked: marked.at(from) !== undefined,
        blanks: seen.at(from) !== undefined && part.trim() === '',
        hidden: piece.hidden,
      });
      from = to;
    }
  }
  return segments;
}

function trailingBlanks(text: string): Range[] {
  const end = text.endsWith('\r') ? text.length - 1 : text.length;
  let start = end;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return start < end ? [[start, end]] : [];
}

/** Goes along ascending ranges once. */
class Cursor<R extends readonly [number, number, ...unknown[]]> {
  private index = 0;

  constructor(private readonly ranges: readonly R[]) {}

  /** The range at a place; places must come ascending. */
  at(place: number): R | undefined {
    let range = this.ranges[this.index];
    while (range !== undefined && range[1] <= place) range = this.ranges[++this.index];
    return range !== undefined && range[0] <= place ? range : undefined;
  }

  /** Where a range begins or ends next. */
  edgeAfter(place: number): number {
    const here = this.at(place);
    return here !== undefined ? here[1] : (this.ranges[this.index]?.[0] ?? Infinity);
  }
}
