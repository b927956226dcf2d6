/** A removed line and the added line that replaced it; one side is `null` when nothing stands opposite. */
export interface LinePair<T> {
  readonly before: T | null;
  readonly after: T | null;
  /** Whether the two are alike: then the words that changed are marked. */
  readonly alike: boolean;
}

/** Share of common words from which on two lines count as one that changed. */
const ALIKE = 0.34;
/** Comparisons in one block; beyond that lines are paired by their place. Keeps a rewritten file linear. */
const MAX_COMPARISONS = 900;
/** A longer line is judged by its beginning. */
const MAX_WORDS = 60;
const MAX_CHARS = 1_000;

interface Text {
  readonly text: string;
}

/**
 * Puts removed lines beside the added lines that replaced them: in order, the most alike ones together. Lines between
 * such pairs stand side by side by their place, so that nothing is drawn longer than it must be.
 */
export function pairLines<T extends Text>(removed: readonly T[], added: readonly T[]): LinePair<T>[] {
  const pairs: LinePair<T>[] = [];
  let [before, after] = [0, 0];
  for (const [left, right] of [...anchors(removed, added), [removed.length, added.length] as const]) {
    while (before < left || after < right) {
      pairs.push({ before: (before < left ? removed[before++] : null) ?? null, after: (after < right ? added[after++] : null) ?? null, alike: false });
    }
    if (before < removed.length && after < added.length) pairs.push({ before: removed[before++] ?? null, after: added[after++] ?? null, alike: true });
  }
  return pairs;
}

/** Indexes of lines that are alike, ascending on both sides, with the largest sum of likeness. */
function anchors(removed: readonly Text[], added: readonly Text[]): (readonly [number, number])[] {
  const ids = new Map<string, number>();
  const left = removed.map(({ text }) => wordsOf(text, ids));
  const right = added.map(({ text }) => wordsOf(text, ids));
  const alike = (row: number, column: number) => likeness(left[row], right[column]);
  if (left.length * right.length > MAX_COMPARISONS) {
    return Array.from({ length: Math.min(left.length, right.length) }, (_, index) => [index, index] as const).filter(([row, column]) => alike(row, column) >= ALIKE);
  }
  const table = new BestPairs(left.length, right.length, alike);
  return table.walk();
}

/** The table of the longest common subsequence, weighted by likeness: `best` of what is left from a row and a column on. */
class BestPairs {
  private readonly best: Float64Array;
  private readonly like: Float64Array;

  constructor(private readonly rows: number, private readonly columns: number, likenessOf: (row: number, column: number) => number) {
    this.best = new Float64Array((rows + 1) * (columns + 1));
    this.like = new Float64Array((rows + 1) * (columns + 1));
    for (let row = rows - 1; row >= 0; row--) {
      for (let column = columns - 1; column >= 0; column--) {
        const alike = likenessOf(row, column);
        this.like[this.at(row, column)] = alike >= ALIKE ? alike : 0;
        this.best[this.at(row, column)] = Math.max(this.together(row, column), this.bestAt(row + 1, column), this.bestAt(row, column + 1));
      }
    }
  }

  walk(): (readonly [number, number])[] {
    const found: (readonly [number, number])[] = [];
    for (let row = 0, column = 0; row < this.rows && column < this.columns; ) {
      const here = this.bestAt(row, column);
      if (this.together(row, column) === here && here > 0) found.push([row++, column++]);
      else if (here === this.bestAt(row + 1, column)) row++;
      else column++;
    }
    return found;
  }

  private at(row: number, column: number): number {
    return row * (this.columns + 1) + column;
  }

  private bestAt(row: number, column: number): number {
    return this.best[this.at(row, column)] ?? 0;
  }

  private together(row: number, column: number): number {
    const alike = this.like[this.at(row, column)] ?? 0;
    return alike === 0 ? 0 : alike + this.bestAt(row + 1, column + 1);
  }
}

/** The words of a line as sorted numbers; signs count too, or `}` and `{` would be alike to nothing. */
function wordsOf(text: string, ids: Map<string, number>): Int32Array {
  const words: number[] = [];
  for (const [word] of text.slice(0, MAX_CHARS).matchAll(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu)) {
    if (words.length === MAX_WORDS) break;
    const id = ids.get(word) ?? ids.size;
    ids.set(word, id);
    words.push(id);
  }
  return Int32Array.from(words).sort();
}

/** Share of words that two lines have in common (Dice's coefficient), 0 to 1. */
function likeness(left: Int32Array | undefined, right: Int32Array | undefined): number {
  if (left === undefined || right === undefined) return 0;
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0;
  let [common, i, j] = [0, 0, 0];
  while (i < left.length && j < right.length) {
    const difference = (left[i] ?? 0) - (right[j] ?? 0);
    if (difference === 0) common++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return (2 * common) / (left.length + right.length);
}
