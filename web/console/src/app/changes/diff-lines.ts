import { afterRenderEffect, Component, computed, DestroyRef, type ElementRef, inject, input, linkedSignal, output, signal, untracked, viewChild } from '@angular/core';
import { type Colouring } from './colouring.js';
import { CommentBox } from './comment-box.js';
import { changeStarts, lineKey, type DiffRow, type GapRow, type Layout, type LineRow, type Side } from './diff-rows.js';
import { cursorAt, linesOf, rowsByLine, selectedRange, stepLine, type LineCursor, type LineRange } from './line-cursor.js';
import { LineLooks, WordMarkCache } from './line-looks.js';
import { LineText } from './line-text.js';
import { OPEN_STEP } from './open-file.js';
import { RowHeights } from './row-heights.js';
import { LINE_PX, rowEstimate } from './row-estimate.js';
import { type CommentDraft } from './stored-drafts.js';

/** Px that are drawn above and below what is seen, so that a fast scroll meets no blank. */
const OVERSCAN_PX = 700;
/** So many rows are drawn at once whatever is seen: then the browser finds text in all of them. */
const ALL_UP_TO = 300;
/** A change is brought to this share of the height. */
const CHANGE_AT = 0.25;

/** What the person began to comment on. */
export interface CommentStart extends LineRange {
  readonly lines: readonly string[];
}

/** The lines of a diff, of which only those in view are drawn. */
@Component({
  selector: 'fleet-diff-lines',
  imports: [CommentBox, LineText],
  templateUrl: './diff-lines.html',
  styleUrls: ['./diff-lines.css', './code-colours.css'],
})
export class DiffLines {
  readonly label = input.required<string>();
  readonly rows = input.required<readonly DiffRow[]>();
  readonly layout = input.required<Layout>();
  readonly colours = input.required<Readonly<Record<Side, Colouring | null>>>();
  readonly mixedEnds = input.required<boolean>();
  /** Whether the lines around the changes are here. */
  readonly canOpen = input.required<boolean>();
  /** Why they never will be; `null` while they may. */
  readonly noContent = input.required<string | null>();
  readonly drafts = input.required<ReadonlyMap<string, CommentDraft>>();
  /** Comments that are being written. */
  readonly editing = input.required<ReadonlySet<string>>();
  readonly opened = output<{ gap: number; from: 'top' | 'bottom' | 'all' }>();
  readonly commented = output<CommentStart>();
  readonly written = output<{ id: string; text: string }>();
  readonly kept = output<string>();
  readonly edited = output<string>();
  readonly discarded = output<string>();

  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly inView = viewChild.required<ElementRef<HTMLElement>>('inView');
  private readonly probe = viewChild.required<ElementRef<HTMLElement>>('probe');
  protected readonly step = OPEN_STEP;

  private readonly scrollTop = signal(0);
  /** Of the scroller, and the characters that a cell has room for. */
  private readonly size = signal({ height: 800, columns: 80 });
  private readonly measured = signal(0);
  private readonly known = computed(() => {
    this.size();
    this.layout();
    return new Map<string, number>();
  });
  private readonly heights = computed(() => {
    const [rows, known, { columns }] = [this.rows(), this.known(), this.size()];
    const estimates = rows.map((row) => known.get(row.key) ?? rowEstimate(row, columns));
    return new RowHeights(rows.length, (index) => estimates[index] ?? 0);
  });
  protected readonly total = computed(() => {
    this.measured();
    return this.heights().total;
  });
  private readonly range = computed(
    () => {
      this.measured();
      const heights = this.heights();
      if (heights.count <= ALL_UP_TO) return { from: 0, to: heights.count };
      const top = this.scrollTop();
      return { from: heights.indexAt(top - OVERSCAN_PX), to: Math.min(heights.count, heights.indexAt(top + this.size().height + OVERSCAN_PX) + 1) };
    },
    { equal: (a, b) => a.from === b.from && a.to === b.to },
  );
  protected readonly offset = computed(() => {
    this.measured();
    return this.heights().offsetOf(this.range().from);
  });
  private readonly whole = linkedSignal<Layout, ReadonlySet<string>>({ source: this.layout, computation: () => new Set<string>() });
  private readonly marks = new WordMarkCache();
  private readonly looks = computed(() => new LineLooks({ colours: this.colours(), mixedEnds: this.mixedEnds(), whole: this.whole() }, this.marks));
  protected readonly shown = computed(() => {
    const { from, to } = this.range();
    return this.rows().slice(from, to).map((row, index) => ({ row, index: from + index, look: row.kind === 'line' ? this.looks().of(row) : null }));
  });
  /** Characters of the largest line number: the columns for them are as wide as that. */
  protected readonly digits = computed(() => {
    const last = this.rows().findLast((row) => row.kind === 'line') as LineRow | undefined;
    return Math.max(3, String(Math.max(last?.before?.before ?? 0, last?.after?.after ?? 0)).length);
  });

  private readonly byLine = computed(() => rowsByLine(this.rows()));
  private readonly starts = computed(() => changeStarts(this.rows()));
  private readonly cursor = signal<LineCursor | null>(null);
  readonly selection = computed<LineRange | null>(() => {
    const cursor = this.cursor();
    return cursor === null || !this.byLine().has(lineKey(cursor.side, cursor.line)) ? null : selectedRange(cursor);
  });
  protected readonly cursorRow = computed(() => {
    const cursor = this.cursor();
    return cursor === null ? undefined : this.byLine().get(lineKey(cursor.side, cursor.line));
  });
  protected readonly active = computed(() => {
    const [row, { from, to }] = [this.cursorRow(), this.range()];
    return row !== undefined && row >= from && row < to ? `line-${this.rows()[row]?.key}` : null;
  });
  /** On which side text is being selected: the other one stays out of it. */
  protected readonly picking = signal<Side | null>(null);
  private dragging = false;

  constructor() {
    // Comments grow while they are written, fonts arrive late, windows change their width.
    const observer = new ResizeObserver(() => this.measureAll());
    afterRenderEffect({
      read: (onCleanup) => {
        const [scroller, inView] = [this.scroller().nativeElement, this.inView().nativeElement];
        observer.observe(scroller);
        observer.observe(inView);
        onCleanup(() => observer.disconnect());
      },
    });
    afterRenderEffect({
      read: () => {
        this.shown();
        untracked(() => this.measureAll());
      },
    });
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }

  /** Back to the top, with nothing selected: another file. */
  reset(): void {
    this.cursor.set(null);
    this.scrollTo(0);
  }

  focus(): void {
    this.scroller().nativeElement.focus({ preventScroll: true });
  }

  clear(): void {
    this.cursor.set(null);
  }

  /** @returns which change it is now, of how many; `null` when there is none in that direction */
  stepChange(by: 1 | -1): { readonly index: number; readonly of: number } | null {
    const starts = this.starts();
    const here = this.cursorRow() ?? (by === 1 ? this.heights().indexAt(this.scrollTop()) - 1 : this.rows().length);
    const index = by === 1 ? starts.findIndex((start) => start > here) : starts.findLastIndex((start) => start < here);
    return index === -1 ? null : this.goToChange(index);
  }

  /** @param index of the change, from 0; negative from the end */
  goToChange(index: number): { readonly index: number; readonly of: number } | null {
    const starts = this.starts();
    const row = starts.at(index);
    if (row === undefined) return null;
    this.cursor.set(cursorAt(this.rows()[row], 'after'));
    this.scrollTo(this.heights().offsetOf(row) - this.size().height * CHANGE_AT);
    return { index: starts.indexOf(row), of: starts.length };
  }

  goToLine(side: Side, line: number): void {
    const row = this.byLine().get(lineKey(side, line));
    if (row === undefined) return;
    this.cursor.set({ side, line, anchor: line });
    this.scrollTo(this.heights().offsetOf(row) - this.size().height * CHANGE_AT);
  }

  stepLine(by: 1 | -1, extend: boolean): void {
    this.cursor.update((cursor) => stepLine(this.rows(), cursor, { by, layout: this.layout(), extend }));
    this.reveal();
  }

  /** To the line that stands opposite. */
  otherSide(): void {
    const cursor = this.cursor();
    const row = this.cursorRow();
    if (cursor === null || row === undefined) return;
    const next = cursorAt(this.rows()[row], cursor.side === 'after' ? 'before' : 'after');
    if (next !== null) this.cursor.set(next);
  }

  /** Begins a comment on what is selected. @returns whether anything was */
  comment(): boolean {
    const selection = this.selection();
    if (selection === null) return false;
    this.commented.emit({ ...selection, lines: linesOf(this.rows(), selection) });
    return true;
  }

  protected commentOn(side: Side, line: number): void {
    const selection = this.selection();
    const inside = selection !== null && selection.side === side && line >= selection.from && line <= selection.to;
    if (!inside) this.cursor.set({ side, line, anchor: line });
    this.comment();
  }

  protected isSelected(row: LineRow, side: Side): boolean {
    const [selection, line] = [this.selection(), row[side]?.[side] ?? null];
    return selection !== null && line !== null && selection.side === side && line >= selection.from && line <= selection.to;
  }

  protected scrolled(): void {
    this.scrollTop.set(this.scroller().nativeElement.scrollTop);
  }

  protected showWhole(key: string): void {
    this.whole.update((keys) => new Set(keys).add(key));
  }

  protected gapWords({ hidden }: GapRow): string {
    return hidden === null ? 'Lines below' : hidden === 1 ? '1 line' : `${hidden.toLocaleString('en')} lines`;
  }

  protected pointerdown(event: PointerEvent): void {
    const target = event.target as HTMLElement;
    this.picking.set(target.closest<HTMLElement>('.c')?.dataset['side'] as Side | undefined ?? null);
    const place = event.button === 0 ? placeOf(target) : null;
    if (place === null) return;
    event.preventDefault();
    this.focus();
    const cursor = this.cursor();
    this.dragging = true;
    this.cursor.set({ ...place, anchor: event.shiftKey && cursor?.side === place.side ? cursor.anchor : place.line });
  }

  protected pointermove(event: PointerEvent): void {
    if (!this.dragging) return;
    if (event.buttons === 0) {
      this.dragging = false;
      return;
    }
    const [cursor, place] = [this.cursor(), placeOf(event.target as HTMLElement)];
    if (place !== null && cursor !== null && place.side === cursor.side && place.line !== cursor.line) this.cursor.set({ ...cursor, line: place.line });
  }

  private reveal(): void {
    const row = this.cursorRow();
    if (row === undefined) return;
    const heights = this.heights();
    const [top, height, room] = [heights.offsetOf(row), heights.heightOf(row), this.size().height];
    const scrollTop = this.scrollTop();
    if (top < scrollTop + LINE_PX) this.scrollTo(top - 2 * LINE_PX);
    else if (top + height > scrollTop + room - LINE_PX) this.scrollTo(top + height - room + 2 * LINE_PX);
  }

  private scrollTo(top: number): void {
    // Rows that are drawn now may push the end further down than the page knows yet.
    const wanted = Math.min(Math.max(0, top), Math.max(0, this.heights().total - this.size().height));
    this.scrollTop.set(wanted);
    this.scroller().nativeElement.scrollTop = wanted;
  }

  private measureAll(): void {
    const scroller = this.scroller().nativeElement;
    this.measureSize(scroller);
    const heights = this.heights();
    const firstSeen = heights.indexAt(this.scrollTop());
    let [above, changed] = [0, false];
    for (const element of this.inView().nativeElement.children as unknown as Iterable<HTMLElement>) {
      const index = Number(element.dataset['index']);
      const row = this.rows()[index];
      const height = element.getBoundingClientRect().height;
      if (row === undefined || height === 0) continue;
      this.known().set(row.key, height);
      const difference = heights.measure(index, height);
      if (difference === 0) continue;
      changed = true;
      if (index < firstSeen) above += difference;
    }
    if (!changed) return;
    this.measured.update((count) => count + 1);
    // What is seen stays where it is.
    if (above !== 0) scroller.scrollTop += above;
  }

  private measureSize(scroller: HTMLElement): void {
    const cell = scroller.querySelector('.c')?.clientWidth ?? scroller.clientWidth;
    const letter = this.probe().nativeElement.getBoundingClientRect().width / 100;
    const columns = letter === 0 ? 80 : Math.max(10, Math.floor((cell - 32) / letter));
    const { height, columns: before } = this.size();
    if (scroller.clientHeight === height && columns === before) return;
    this.size.set({ height: scroller.clientHeight, columns });
    // A comment that is being written stays in view when the bar below appears.
    if (scroller.clientHeight < height && scroller.contains(document.activeElement)) document.activeElement?.closest('.talk')?.scrollIntoView({ block: 'nearest' });
  }
}

/** The line that a number on screen stands for. */
function placeOf(target: HTMLElement): { readonly side: Side; readonly line: number } | null {
  const cell = target.closest<HTMLElement>('.n[data-line]');
  if (cell === null || target.closest('button') !== null) return null;
  return { side: cell.dataset['side'] as Side, line: Number(cell.dataset['line']) };
}
