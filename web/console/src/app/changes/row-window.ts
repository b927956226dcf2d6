import { computed, signal, type Signal } from '@angular/core';
import { type DiffRow, type Layout } from './diff-rows.js';
import { RowHeights } from './row-heights.js';
import { rowEstimate } from './row-estimate.js';

/** Px that are drawn above and below what is seen, so that a fast scroll meets no blank. */
const OVERSCAN_PX = 700;
/** So many rows are drawn at once whatever is seen: then the browser finds text in all of them. */
const ALL_UP_TO = 300;
/** Px of a cell that hold no text. */
const CELL_PADDING_PX = 32;

/** Which rows of a diff are drawn, and where; it learns their heights as they are (decisions/0096). */
export class RowWindow {
  readonly scrollTop = signal(0);
  /** Of what is seen, and the characters that a cell has room for. */
  private readonly size = signal({ height: 800, columns: 80 });
  private readonly measured = signal(0);
  /** Heights by row, for one width and layout. */
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
  /** Height of all rows, px. */
  readonly total = computed(() => {
    this.measured();
    return this.heights().total;
  });
  /** The rows that are drawn; `to` is the first one that isn't. */
  readonly range = computed(
    () => {
      this.measured();
      const heights = this.heights();
      if (heights.count <= ALL_UP_TO) return { from: 0, to: heights.count };
      const top = this.scrollTop();
      return { from: heights.indexAt(top - OVERSCAN_PX), to: Math.min(heights.count, heights.indexAt(top + this.size().height + OVERSCAN_PX) + 1) };
    },
    { equal: (a, b) => a.from === b.from && a.to === b.to },
  );
  /** Where the first of them begins, px. */
  readonly offset = computed(() => {
    this.measured();
    return this.heights().offsetOf(this.range().from);
  });

  constructor(
    private readonly rows: Signal<readonly DiffRow[]>,
    private readonly layout: Signal<Layout>,
  ) {}

  /** The first row that is seen. */
  firstSeen(): number {
    return this.heights().indexAt(this.scrollTop());
  }

  /** @param share of the height above the row. @returns where to scroll to */
  topFor(row: number, share: number): number {
    return this.clamped(this.heights().offsetOf(row) - this.size().height * share);
  }

  /** Where to scroll to so that a row is seen with some px around it; `null` when it is. */
  topToReveal(row: number, marginPx: number): number | null {
    const heights = this.heights();
    const [top, bottom, seen, room] = [heights.offsetOf(row), heights.offsetOf(row + 1), this.scrollTop(), this.size().height];
    if (top < seen + marginPx) return this.clamped(top - 2 * marginPx);
    return bottom > seen + room - marginPx ? this.clamped(bottom - room + 2 * marginPx) : null;
  }

  /** Takes over the size of the page's elements. @returns whether less is seen than before */
  resize(scroller: HTMLElement, letterPx: number): boolean {
    const cell = scroller.querySelector('.c')?.clientWidth ?? scroller.clientWidth;
    const columns = letterPx === 0 ? 80 : Math.max(10, Math.floor((cell - CELL_PADDING_PX) / letterPx));
    const before = this.size();
    const height = scroller.clientHeight;
    if (height !== before.height || columns !== before.columns) this.size.set({ height, columns });
    return height < before.height;
  }

  /** Learns the heights of drawn rows. @returns how much taller those above the view are than it was thought, px */
  measure(drawn: Iterable<HTMLElement>): number {
    const [heights, firstSeen, rows] = [this.heights(), this.firstSeen(), this.rows()];
    let [above, changed] = [0, false];
    for (const element of drawn) {
      const index = Number(element.dataset['index']);
      const row = rows[index];
      const { height } = element.getBoundingClientRect();
      if (row === undefined || height === 0) continue;
      this.known().set(row.key, height);
      const difference = heights.measure(index, height);
      changed ||= difference !== 0;
      if (index < firstSeen) above += difference;
    }
    if (changed) this.measured.update((count) => count + 1);
    return above;
  }

  private clamped(top: number): number {
    return Math.min(Math.max(0, top), Math.max(0, this.heights().total - this.size().height));
  }
}
