import { pairLines } from './pair-lines.js';
import { type DiffLine, type Hunk } from './unified-diff.js';

export type Side = 'before' | 'after';
export type Layout = 'split' | 'unified';

/** A line on screen, or two that stand side by side. */
export interface LineRow {
  readonly kind: 'line';
  readonly key: string;
  readonly before: DiffLine | null;
  readonly after: DiffLine | null;
  /** Whether it differs between the sides. */
  readonly changed: boolean;
  /** The line that replaced it or that it replaced, when the two are alike: their changed words are marked. */
  readonly like: { readonly before: DiffLine; readonly after: DiffLine } | null;
}

/** Unchanged lines that are not shown, with what opens them. */
export interface GapRow {
  readonly kind: 'gap';
  readonly key: string;
  /** Before which hunk it is; the number of hunks for the one at the end of the file. */
  readonly gap: number;
  /** Lines that are hidden; `null` when the end of the file is not known. */
  readonly hidden: number | null;
  /** What git says of the place. */
  readonly heading: string;
  /** Whether there are shown lines above and below that it can grow from. */
  readonly above: boolean;
  readonly below: boolean;
}

/** The place of a comment: below the last line that it is about. */
export interface TalkRow {
  readonly kind: 'talk';
  readonly key: string;
  readonly id: string;
}

export type DiffRow = LineRow | GapRow | TalkRow;

/** How many lines of a gap were opened: after the hunk above it, and before the one below it. */
export interface Opened {
  readonly top: number;
  readonly bottom: number;
}

export interface RowsInput {
  readonly hunks: readonly Hunk[];
  readonly layout: Layout;
  /** By gap. */
  readonly opened: ReadonlyMap<number, Opened>;
  /** The lines of the file as it is after the change; `null` until they are loaded, or when they can't be. */
  readonly content: readonly string[] | null;
  /** Comments by the line that they stand under: `after:24`. */
  readonly talks: ReadonlyMap<string, readonly string[]>;
}

/** Where a comment stands. */
export function lineKey(side: Side, line: number): string {
  return `${side}:${line}`;
}

/** The lines of a diff as they are shown, from the top. */
export function diffRows({ hunks, layout, opened, content, talks }: RowsInput): DiffRow[] {
  const rows: DiffRow[] = [];
  const push = (row: LineRow) => {
    rows.push(row);
    for (const [side, line] of [['before', row.before?.before], ['after', row.after?.after]] as const) {
      if (line === undefined || line === null) continue;
      for (const id of talks.get(lineKey(side, line)) ?? []) rows.push({ kind: 'talk', key: `talk:${id}`, id });
    }
  };
  // Where the next line would be.
  let [before, after] = [1, 1];
  const gap = (index: number, end: number | null, heading: string) => {
    const size = end === null ? null : Math.max(0, end - after);
    const shift = before - after;
    const commented = size !== null && holdsTalk(talks, { after, shift, size });
    const { top, bottom } = content === null ? { top: 0, bottom: 0 } : within(commented ? WHOLE : opened.get(index), size);
    const open = (from: number, count: number) => {
      for (let line = from; line < from + count; line++) push(contextRow(line + shift, line, content?.[line - 1] ?? ''));
    };
    open(after, top);
    const hidden = size === null ? null : size - top - bottom;
    if (hidden !== 0) rows.push({ kind: 'gap', key: `gap:${index}`, gap: index, hidden, heading, above: index > 0, below: index < hunks.length });
    if (size !== null) open(after + size - bottom, bottom);
  };
  hunks.forEach((hunk, index) => {
    const counts = { before: hunk.lines.filter((line) => line.before !== null).length, after: hunk.lines.filter((line) => line.after !== null).length };
    // With no line on a side, git names the line before.
    const firstAfter = hunk.afterStart + (counts.after === 0 ? 1 : 0);
    const firstBefore = hunk.beforeStart + (counts.before === 0 ? 1 : 0);
    gap(index, firstAfter, hunk.heading);
    for (const row of hunkRows(hunk.lines, layout)) push(row);
    before = firstBefore + counts.before;
    after = firstAfter + counts.after;
  });
  if (hunks.length > 0 && !reachesEnd(hunks)) gap(hunks.length, content === null ? null : content.length + 1, '');
  return rows;
}

/** Rows at which a change begins: where the keys for the next and the previous change go. */
export function changeStarts(rows: readonly DiffRow[]): number[] {
  const starts: number[] = [];
  let inside = false;
  rows.forEach((row, index) => {
    if (row.kind === 'talk') return;
    const changed = row.kind === 'line' && row.changed;
    if (changed && !inside) starts.push(index);
    inside = changed;
  });
  return starts;
}

/** A gap that is open to its end. */
const WHOLE: Opened = { top: Infinity, bottom: 0 };

/** Whether a comment belongs to one of the lines that a gap hides: then they are shown with it. */
function holdsTalk(talks: RowsInput['talks'], { after, shift, size }: { after: number; shift: number; size: number }): boolean {
  return [...talks.keys()].some((key) => {
    const [side, line] = key.split(':');
    const place = Number(line) - (side === 'before' ? after + shift : after);
    return place >= 0 && place < size;
  });
}

function within(opened: Opened | undefined, size: number | null): Opened {
  if (opened === undefined || size === null) return { top: 0, bottom: 0 };
  const top = Math.min(opened.top, size);
  return { top, bottom: Math.min(opened.bottom, size - top) };
}

/** A new or deleted file is whole, and a last line without a line feed is the end: nothing comes after. */
function reachesEnd(hunks: readonly Hunk[]): boolean {
  const last = hunks.at(-1);
  if (last?.lines.some(({ unterminated }) => unterminated) === true) return true;
  return hunks.length === 1 && (last?.beforeStart === 0 || last?.afterStart === 0);
}

function contextRow(before: number, after: number, text: string): LineRow {
  const line: DiffLine = { kind: 'context', before, after, text, unterminated: false };
  return { kind: 'line', key: `c${after}`, before: line, after: line, changed: false, like: null };
}

function hunkRows(lines: readonly DiffLine[], layout: Layout): LineRow[] {
  const rows: LineRow[] = [];
  let [removed, added]: [DiffLine[], DiffLine[]] = [[], []];
  const flush = () => {
    const pairs = pairLines(removed, added);
    const like = new Map<DiffLine, LineRow['like']>();
    for (const { before, after, alike } of pairs) if (alike && before && after) for (const line of [before, after]) like.set(line, { before, after });
    const one = (before: DiffLine | null, after: DiffLine | null) => {
      const line = before ?? after;
      rows.push({ kind: 'line', key: `${before?.before ?? ''}:${after?.after ?? ''}`, before, after, changed: true, like: (line === null ? null : like.get(line)) ?? null });
    };
    if (layout === 'split') for (const { before, after } of pairs) one(before, after);
    else {
      for (const line of removed) one(line, null);
      for (const line of added) one(null, line);
    }
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'removed') removed.push(line);
    else if (line.kind === 'added') added.push(line);
    else {
      flush();
      rows.push({ kind: 'line', key: `c${line.after}`, before: line, after: line, changed: false, like: null });
    }
  }
  flush();
  return rows;
}
