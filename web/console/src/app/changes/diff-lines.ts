import { afterRenderEffect, Component, computed, DestroyRef, type ElementRef, inject, input, linkedSignal, output, untracked, viewChild } from '@angular/core';
import { type Colouring } from './colouring.js';
import { CommentBox } from './comment-box.js';
import { DiffCursor, type ChangePlace } from './diff-cursor.js';
import { type DiffRow, type GapRow, type Layout, type LineRow, type Side } from './diff-rows.js';
import { type LineRange } from './line-cursor.js';
import { LineLooks, WordMarkCache } from './line-looks.js';
import { LinePicking } from './line-picking.js';
import { LineText } from './line-text.js';
import { OPEN_STEP } from './open-file.js';
import { LINE_PX } from './row-estimate.js';
import { RowWindow } from './row-window.js';
import { RowsViewport } from './rows-viewport.js';
import { type CommentDraft } from './stored-drafts.js';

/** A change is brought to this share of the height. */
const CHANGE_AT = 0.25;
/** Letters in the template's probe, which tells how wide one is. */
const PROBE_LETTERS = 100;

/** What the person began to comment on. */
export interface CommentStart extends LineRange {
  readonly lines: readonly string[];
}

/** The lines of a diff, of which only those in view are drawn. */
@Component({
  selector: 'fleet-diff-lines',
  imports: [CommentBox, LineText, RowsViewport],
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

  private readonly viewport = viewChild.required(RowsViewport);
  private readonly inView = viewChild.required<ElementRef<HTMLElement>>('inView');
  private readonly probe = viewChild.required<ElementRef<HTMLElement>>('probe');
  protected readonly step = OPEN_STEP;

  protected readonly view = new RowWindow(this.rows, this.layout);
  private readonly whole = linkedSignal<Layout, ReadonlySet<string>>({ source: this.layout, computation: () => new Set<string>() });
  private readonly marks = new WordMarkCache();
  private readonly looks = computed(() => new LineLooks({ colours: this.colours(), mixedEnds: this.mixedEnds(), whole: this.whole() }, this.marks));
  protected readonly shown = computed(() => {
    const { from, to } = this.view.range();
    return this.rows().slice(from, to).map((row, index) => ({ row, index: from + index, look: row.kind === 'line' ? this.looks().of(row) : null }));
  });
  /** Characters of the largest line number: the columns for them are as wide as that. */
  protected readonly digits = computed(() => {
    const last = this.rows().findLast((row) => row.kind === 'line') as LineRow | undefined;
    return Math.max(3, String(Math.max(last?.before?.before ?? 0, last?.after?.after ?? 0)).length);
  });

  private readonly cursor = new DiffCursor(this.rows, this.layout);
  readonly selection = this.cursor.selection;
  protected readonly cursorRow = this.cursor.row;
  protected readonly active = computed(() => {
    const [row, { from, to }] = [this.cursorRow(), this.view.range()];
    return row !== undefined && row >= from && row < to ? `line-${this.rows()[row]?.key}` : null;
  });
  protected readonly picking = new LinePicking(this.cursor);

  constructor() {
    // Comments grow while they are written, fonts arrive late, windows change their width.
    const observer = new ResizeObserver(() => this.measureAll());
    afterRenderEffect({
      read: (onCleanup) => {
        observer.observe(this.viewport().element);
        observer.observe(this.inView().nativeElement);
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
    this.cursor.clear();
    this.viewport().scrollTo(0);
  }

  focus(): void {
    this.viewport().element.focus({ preventScroll: true });
  }

  clear(): void {
    this.cursor.clear();
  }

  /** @returns which change it is now, of how many; `null` when there is none in that direction */
  stepChange(by: 1 | -1): ChangePlace | null {
    return this.showChange(this.cursor.stepChange(by, this.view.firstSeen()));
  }

  /** @param index of the change, from 0; negative from the end */
  goToChange(index: number): ChangePlace | null {
    return this.showChange(this.cursor.goToChange(index));
  }

  goToLine(side: Side, line: number): void {
    const row = this.cursor.goToLine(side, line);
    if (row !== undefined) this.viewport().scrollTo(this.view.topFor(row, CHANGE_AT));
  }

  stepLine(by: 1 | -1, extend: boolean): void {
    this.cursor.stepLine(by, extend);
    this.reveal();
  }

  /** To the line that stands opposite. */
  otherSide(): void {
    this.cursor.otherSide();
  }

  /** Begins a comment on what is selected. @returns whether anything was */
  comment(): boolean {
    const selection = this.selection();
    if (selection === null) return false;
    this.commented.emit({ ...selection, lines: this.cursor.selectedLines() });
    return true;
  }

  protected commentOn(side: Side, line: number): void {
    if (!this.cursor.isSelected(side, line)) this.cursor.choose(side, line, false);
    this.comment();
  }

  protected isSelected(row: LineRow, side: Side): boolean {
    const line = row[side]?.[side] ?? null;
    return line !== null && this.cursor.isSelected(side, line);
  }

  protected showWhole(key: string): void {
    this.whole.update((keys) => new Set(keys).add(key));
  }

  protected gapWords({ hidden }: GapRow): string {
    return hidden === null ? 'Lines below' : hidden === 1 ? '1 line' : `${hidden.toLocaleString('en')} lines`;
  }

  protected pointerdown(event: PointerEvent): void {
    if (this.picking.press(event)) this.focus();
  }

  private showChange(change: ChangePlace | null): ChangePlace | null {
    if (change !== null) this.viewport().scrollTo(this.view.topFor(change.row, CHANGE_AT));
    return change;
  }

  private reveal(): void {
    const row = this.cursorRow();
    const top = row === undefined ? null : this.view.topToReveal(row, LINE_PX);
    if (top !== null) this.viewport().scrollTo(top);
  }

  private measureAll(): void {
    const viewport = this.viewport();
    const scroller = viewport.element;
    const smaller = this.view.resize(scroller, this.probe().nativeElement.getBoundingClientRect().width / PROBE_LETTERS);
    // A comment that is being written stays in view when the bar below appears.
    if (smaller && scroller.contains(document.activeElement)) document.activeElement?.closest('.talk')?.scrollIntoView({ block: 'nearest' });
    const above = this.view.measure(this.inView().nativeElement.children as unknown as Iterable<HTMLElement>);
    // What is seen stays where it is.
    if (above !== 0) viewport.scrollTo(scroller.scrollTop + above);
  }
}
