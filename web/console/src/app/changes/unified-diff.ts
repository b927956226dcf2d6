/** One line of a diff. `before` and `after` are its line numbers, from 1; `null` where it is not. */
export interface DiffLine {
  readonly kind: 'context' | 'removed' | 'added';
  readonly before: number | null;
  readonly after: number | null;
  /** Without the line feed; a carriage return before it stays. */
  readonly text: string;
  /** Whether the file ends here without a line feed. */
  readonly unterminated: boolean;
}

/** A stretch of changed lines with some context. */
export interface Hunk {
  readonly beforeStart: number;
  readonly afterStart: number;
  /** What git says of the place: the function around it. Empty when it doesn't. */
  readonly heading: string;
  readonly lines: readonly DiffLine[];
}

/** What a unified diff of one file says. */
export interface FileDiff {
  readonly hunks: readonly Hunk[];
  /** Whether git showed no lines because one side is binary. */
  readonly binary: boolean;
  /** Whether the text broke off or is no diff in places: what could be read is there. */
  readonly damaged: boolean;
}

/** Longest line that can begin a hunk; git cuts its heading at 80 bytes. */
const MAX_HEADER_CHARS = 500;
const HUNK_HEADER = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)$/;

/**
 * Reads the unified diff of one file. The text may be hostile: time is linear in its length, and what stands in a hunk
 * is taken by the counts of its header, so that a removed line `-- a/x` is not mistaken for the header of another file.
 */
export function parseFileDiff(text: string): FileDiff {
  const source = new Lines(text);
  const hunks: Hunk[] = [];
  let binary = false;
  let damaged = false;
  for (let line = source.next(); line !== null; line = source.next()) {
    if (line.startsWith('@@ ')) {
      const hunk = readHunk(line, source);
      if (hunk === null) damaged = true;
      else {
        hunks.push(hunk);
        damaged ||= hunk.broken;
      }
    } else if (line.startsWith('Binary files ') || line === 'GIT binary patch') binary = true;
  }
  return { hunks, binary, damaged };
}

function readHunk(header: string, source: Lines): (Hunk & { readonly broken: boolean }) | null {
  const match = header.length > MAX_HEADER_CHARS ? null : HUNK_HEADER.exec(header);
  if (match === null) return null;
  const [, beforeStart = '0', beforeCount = '1', afterStart = '0', afterCount = '1', heading = ''] = match;
  let before = Number(beforeStart);
  let after = Number(afterStart);
  const beforeEnd = before + Number(beforeCount);
  const afterEnd = after + Number(afterCount);
  const lines: DiffLine[] = [];
  while (before < beforeEnd || after < afterEnd || source.peek()?.startsWith('\\') === true) {
    const line = source.peek();
    // An empty line is a context line whose blank got lost on the way.
    const sign = line === null ? null : line === '' ? ' ' : line[0];
    if (line === null || sign === undefined || sign === null) break;
    if (sign === '\\') endsHere(lines);
    else if (sign === ' ' && before < beforeEnd && after < afterEnd) {
      lines.push({ kind: 'context', before: before++, after: after++, text: line.slice(1), unterminated: false });
    } else if (sign === '-' && before < beforeEnd) {
      lines.push({ kind: 'removed', before: before++, after: null, text: line.slice(1), unterminated: false });
    } else if (sign === '+' && after < afterEnd) {
      lines.push({ kind: 'added', before: null, after: after++, text: line.slice(1), unterminated: false });
    } else break;
    source.next();
  }
  return { beforeStart: Number(beforeStart), afterStart: Number(afterStart), heading, lines, broken: before < beforeEnd || after < afterEnd };
}

/** `\ No newline at end of file` is about the line before it. */
function endsHere(lines: DiffLine[]): void {
  const last = lines.pop();
  if (last !== undefined) lines.push({ ...last, unterminated: true });
}

/** The lines of a text, one after the other, without an array of all of them. */
class Lines {
  private position = 0;
  private peeked: string | null | undefined;

  constructor(private readonly text: string) {}

  peek(): string | null {
    this.peeked ??= this.read();
    return this.peeked;
  }

  next(): string | null {
    const line = this.peek();
    this.peeked = undefined;
    return line;
  }

  private read(): string | null {
    if (this.position >= this.text.length) return null;
    const end = this.text.indexOf('\n', this.position);
    const line = this.text.slice(this.position, end === -1 ? this.text.length : end);
    this.position = end === -1 ? this.text.length : end + 1;
    return line;
  }
}
