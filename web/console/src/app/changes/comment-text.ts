import { type Agent } from '@agents-fleet/contracts';
import { type Side } from './diff-rows.js';
import { visibleText } from './visible-text.js';

/** A comment on some lines of a changed file. */
export interface ReviewComment {
  readonly path: string;
  readonly side: Side;
  readonly from: number;
  readonly to: number;
  /** The lines as they were when the comment was begun. */
  readonly lines: readonly string[];
  readonly text: string;
}

/** Quoted lines of one comment; the agent can read the rest in the file. */
const MAX_QUOTED_LINES = 12;
const MAX_QUOTED_CHARS = 200;
/** The gateway takes this much at once. */
export const MAX_MESSAGE_CHARS = 65_536;

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

/**
 * The comments as one text for a person or an agent. Nothing in it can act on a terminal: control characters and those
 * that change the direction of text are written as codes, tabs (which complete names in a shell) as blanks.
 */
export function commentsText(comments: readonly ReviewComment[]): string {
  const blocks = comments.map((comment, index) =>
    [`${index + 1}. ${placeOf(comment)}`, ...quoted(comment.lines), ...comment.text.trim().split(/\r\n|\r|\n/).map(harmless)].join('\n'),
  );
  const title = comments.length === 1 ? 'A comment on your changes:' : `${comments.length} comments on your changes:`;
  return [title, ...blocks].join('\n\n');
}

/**
 * The comments as input for a live session (decisions/0097). An agent's prompt gets them as one paste, so that line
 * feeds don't send the message in pieces. A shell gets comment lines, so that nothing in them is run.
 */
export function commentsInput(comments: readonly ReviewComment[], agent: Agent): string {
  const text = commentsText(comments);
  if (agent !== 'shell') return `${PASTE_START}${text}${PASTE_END}\r`;
  return text.split('\n').map((line) => `# ${line}`.trimEnd() + '\r').join('');
}

/** Where a comment belongs, as compilers write it: `src/a.ts:3-7`. */
export function placeOf({ path, side, from, to }: Pick<ReviewComment, 'path' | 'side' | 'from' | 'to'>): string {
  const lines = from === to ? String(from) : `${from}-${to}`;
  return `${harmless(path)}:${lines}${side === 'before' ? ' (before the change)' : ''}`;
}

function quoted(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MAX_QUOTED_LINES).map((line) => {
    const text = harmless(line.replace(/\r$/, '').slice(0, MAX_QUOTED_CHARS));
    return `> ${text}${line.length > MAX_QUOTED_CHARS ? '…' : ''}`.trimEnd();
  });
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `> … ${more} more ${more === 1 ? 'line' : 'lines'}`] : shown;
}

function harmless(text: string): string {
  return visibleText(text.replaceAll('\t', '  '));
}
