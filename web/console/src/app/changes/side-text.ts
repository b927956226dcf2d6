import { type Side } from './diff-rows.js';
import { type Hunk } from './unified-diff.js';

/** Of a longer line only the beginning is coloured: nobody reads more, and parsers recover from an error line by line. */
export const MAX_COLOURED_CHARS = 2_000;

/** What is known of one side of a file, as one text, for colouring it. */
export interface SideText {
  readonly text: string;
  /** Where each line begins in the text, by its number in the file. */
  readonly startOf: ReadonlyMap<number, number>;
}

/**
 * The text of one side: the whole file when its content is known, else what the hunks show. The content before the
 * change is the content after it with the hunks undone, so one of the two is enough.
 */
export function sideText(hunks: readonly Hunk[], side: Side, content: readonly string[] | null): SideText {
  const lines: string[] = [];
  const startOf = new Map<number, number>();
  let length = 0;
  const add = (number: number, line: string) => {
    const text = line.slice(0, MAX_COLOURED_CHARS);
    startOf.set(number, length);
    lines.push(text);
    length += text.length + 1;
  };
  let [before, after] = [1, 1];
  const unchanged = (afterEnd: number) => {
    for (; after < afterEnd; before++, after++) if (content !== null) add(side === 'before' ? before : after, content[after - 1] ?? '');
  };
  for (const hunk of hunks) {
    const count = (of: Side) => hunk.lines.filter((line) => line[of] !== null).length;
    unchanged(hunk.afterStart + (count('after') === 0 ? 1 : 0));
    for (const line of hunk.lines) {
      const number = line[side];
      if (number !== null) add(number, line.text);
    }
    before = hunk.beforeStart + (count('before') === 0 ? 1 : 0) + count('before');
    after += count('after');
  }
  if (content !== null) unchanged(content.length + 1);
  return { text: lines.join('\n'), startOf };
}

/** Whether a file's content is what its diff was made from: else its lines must not be shown between those of the diff. */
export function contentFits(hunks: readonly Hunk[], content: readonly string[]): boolean {
  return hunks.every(({ lines }) => lines.every(({ after, text }) => after === null || content[after - 1] === text));
}

/** The lines of a file's content; a line feed ends a line, so the last one begins none. */
export function contentLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
