import { computed, signal, type Signal } from '@angular/core';
import { changeStarts, lineKey, type DiffRow, type Layout, type Side } from './diff-rows.js';
import { cursorAt, linesOf, rowsByLine, selectedRange, stepLine, type LineCursor, type LineRange } from './line-cursor.js';

/** A change of a file: which it is, from 0, of how many, and the row that it begins in. */
export interface ChangePlace {
  readonly index: number;
  readonly of: number;
  readonly row: number;
}

/** Where a person is in the rows of a diff, and which lines they have selected. */
export class DiffCursor {
  private readonly at = signal<LineCursor | null>(null);
  private readonly byLine = computed(() => rowsByLine(this.rows()));
  private readonly starts = computed(() => changeStarts(this.rows()));
  /** `null` also when the line that was chosen is not among the rows any more. */
  readonly selection = computed<LineRange | null>(() => {
    const cursor = this.at();
    return cursor === null || this.row() === undefined ? null : selectedRange(cursor);
  });
  /** The row that the cursor is in. */
  readonly row = computed(() => {
    const cursor = this.at();
    return cursor === null ? undefined : this.rowOf(cursor.side, cursor.line);
  });

  constructor(
    private readonly rows: Signal<readonly DiffRow[]>,
    private readonly layout: Signal<Layout>,
  ) {}

  clear(): void {
    this.at.set(null);
  }

  rowOf(side: Side, line: number): number | undefined {
    return this.byLine().get(lineKey(side, line));
  }

  /**
   * To the next change, or the one before.
   * @param firstSeen the row from which it is looked for while there is no cursor
   * @returns `null` when there is none in that direction
   */
  stepChange(by: 1 | -1, firstSeen: number): ChangePlace | null {
    const starts = this.starts();
    const here = this.row() ?? (by === 1 ? firstSeen - 1 : this.rows().length);
    const index = by === 1 ? starts.findIndex((start) => start > here) : starts.findLastIndex((start) => start < here);
    return index === -1 ? null : this.goToChange(index);
  }

  /** @param index of the change, from 0; negative from the end */
  goToChange(index: number): ChangePlace | null {
    const starts = this.starts();
    const row = starts.at(index);
    if (row === undefined) return null;
    this.at.set(cursorAt(this.rows()[row], 'after'));
    return { index: starts.indexOf(row), of: starts.length, row };
  }

  /** @returns the row of the line; `undefined`, with nothing changed, when it is not shown */
  goToLine(side: Side, line: number): number | undefined {
    const row = this.rowOf(side, line);
    if (row !== undefined) this.at.set({ side, line, anchor: line });
    return row;
  }

  /** Chooses a line; with `extend`, all lines from where the selection began, if that is on the same side. */
  choose(side: Side, line: number, extend: boolean): void {
    const cursor = this.at();
    this.at.set({ side, line, anchor: extend && cursor?.side === side ? cursor.anchor : line });
  }

  /** A drag has come to a line: only those of the side where it began can be selected. */
  dragTo(side: Side, line: number): void {
    const cursor = this.at();
    if (cursor !== null && side === cursor.side && line !== cursor.line) this.at.set({ ...cursor, line });
  }

  stepLine(by: 1 | -1, extend: boolean): void {
    this.at.update((cursor) => stepLine(this.rows(), cursor, { by, layout: this.layout(), extend }));
  }

  /** To the line that stands opposite. */
  otherSide(): void {
    const [cursor, row] = [this.at(), this.row()];
    if (cursor === null || row === undefined) return;
    const next = cursorAt(this.rows()[row], cursor.side === 'after' ? 'before' : 'after');
    if (next !== null) this.at.set(next);
  }

  isSelected(side: Side, line: number): boolean {
    const selection = this.selection();
    return selection !== null && selection.side === side && line >= selection.from && line <= selection.to;
  }

  /** The text of the selected lines. */
  selectedLines(): readonly string[] {
    const selection = this.selection();
    return selection === null ? [] : linesOf(this.rows(), selection);
  }
}
