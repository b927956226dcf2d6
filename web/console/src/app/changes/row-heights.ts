/** Heights of many rows: estimates at first, measured once a row was drawn. Offsets are sums, made anew only from the first change on. */
export class RowHeights {
  private readonly heights: Float64Array;
  /** `offsets[i]` is the top of row `i`; one more for the end. */
  private readonly offsets: Float64Array;
  /** Offsets up to this row are right. */
  private settled = 0;

  /** @param estimate px of a row that was not drawn yet */
  constructor(readonly count: number, estimate: (index: number) => number) {
    this.heights = Float64Array.from({ length: count }, (_, index) => estimate(index));
    this.offsets = new Float64Array(count + 1);
  }

  get total(): number {
    return this.offsetOf(this.count);
  }

  heightOf(index: number): number {
    return this.heights[index] ?? 0;
  }

  /** @returns how much taller the row is than it was taken for, in px */
  measure(index: number, height: number): number {
    const difference = height - this.heightOf(index);
    if (index < 0 || index >= this.count || Math.abs(difference) < 0.5) return 0;
    this.heights[index] = height;
    this.settled = Math.min(this.settled, index);
    return difference;
  }

  /** Where a row begins, in px from the top. */
  offsetOf(index: number): number {
    const wanted = Math.min(Math.max(index, 0), this.count);
    for (; this.settled < wanted; this.settled++) this.offsets[this.settled + 1] = (this.offsets[this.settled] ?? 0) + this.heightOf(this.settled);
    return this.offsets[wanted] ?? 0;
  }

  /** The row at a place; the last one beyond the end, 0 when there is none. */
  indexAt(offset: number): number {
    this.offsetOf(this.count);
    let [low, high] = [0, Math.max(0, this.count - 1)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.offsets[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
