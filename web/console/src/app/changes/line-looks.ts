import { type Colouring } from './colouring.js';
import { type LineRow, type Side } from './diff-rows.js';
import { lineSegments, type Segment } from './line-segments.js';
import { type DiffLine } from './unified-diff.js';
import { wordMarks, type WordMarks } from './word-marks.js';

/** Characters of a line that are drawn at once; who wants more asks for it. */
export const LINE_LIMIT = 2_000;
const NO_MARKS: WordMarks = { before: [], after: [] };

/** What a row's two sides look like; `null` where there is no line. */
export interface RowLook {
  readonly before: readonly Segment[] | null;
  readonly after: readonly Segment[] | null;
  /** Characters of its longest line when some are not drawn. */
  readonly cut: number | null;
}

export interface LookInput {
  readonly colours: Readonly<Record<Side, Colouring | null>>;
  readonly mixedEnds: boolean;
  /** Keys of rows whose long lines are drawn whole. */
  readonly whole: ReadonlySet<string>;
}

/** Makes the looks of rows as they come into view, each once. */
export class LineLooks {
  private readonly looks = new WeakMap<LineRow, RowLook>();

  constructor(private readonly input: LookInput, private readonly marks: WordMarkCache) {}

  of(row: LineRow): RowLook {
    let look = this.looks.get(row);
    if (look === undefined) this.looks.set(row, (look = this.make(row)));
    return look;
  }

  private make(row: LineRow): RowLook {
    const whole = this.input.whole.has(row.key);
    const longest = Math.max(row.before?.text.length ?? 0, row.after?.text.length ?? 0);
    const marks = row.like === null ? NO_MARKS : this.marks.of(row.like);
    const side = (name: Side) => {
      const line = row[name];
      return line === null ? null : this.segments(line, name, marks, whole);
    };
    return { before: side('before'), after: side('after'), cut: longest > LINE_LIMIT && !whole ? longest : null };
  }

  private segments(line: DiffLine, side: Side, marks: WordMarks, whole: boolean): Segment[] {
    const segments = lineSegments(line.text, {
      tokens: this.input.colours[side]?.tokensOf(line[side] ?? 0, line.text.length) ?? [],
      marks: line.kind === 'context' ? [] : marks[side],
      showTrailing: line.kind === 'added',
      showReturn: this.input.mixedEnds,
      ...(whole ? {} : { limit: LINE_LIMIT }),
    });
    if (!line.unterminated) return segments;
    return [...segments, { text: '', style: '', marked: false, blanks: false, hidden: { code: 'no line feed', name: 'The file ends here without a line feed' } }];
  }
}

/** Word marks by pair of lines: they outlive a change of colours. */
export class WordMarkCache {
  private readonly known = new WeakMap<DiffLine, WordMarks>();

  of({ before, after }: NonNullable<LineRow['like']>): WordMarks {
    let marks = this.known.get(before);
    if (marks === undefined) this.known.set(before, (marks = wordMarks(before.text, after.text)));
    return marks;
  }
}
