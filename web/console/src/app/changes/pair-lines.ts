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

/**
 * Puts removed lines beside the added lines that replaced them: in order, the most alike ones together. Lines between
 * such pairs stand side by side by their place, so that nothing is drawn longer than it must be.
 */
export function pairLines<T extends { readonly text: string }>(removed: readonly T[], added: readonly T[]): LinePair<T>[] {
  const pairs: LinePair<T>[] = [];
  let [before, after] = [0, 0];
  const upTo = (beforeEnd: number, afterEnd: number) => {
    while (before < beforeEnd || after < afterEnd) {
      pairs.push({ before: before < beforeEnd ? removed[before++]! : null, after: after < afterEnd ? added[after++]! : null, alike: false });
    }
  };
  for (const [left, right] of anchors(removed, added)) {
    upTo(left, right);
    pairs.push({ before: removed[before++]!, after: added[after++]!, alike: true });
  }
  upTo(removed.length, added.length);
  return pairs;
}

/** Indexes of lines that are alike, ascending on both sides, with the largest sum of likeness. */
function anchors(removed: readonly { readonly text: string }[], added: readonly { readonly text: string }[]): [number, number][] {
  if (removed.length === 0 || added.length === 0) return [];
  const ids = new Map<string, number>();
  const [left, right] = [removed, added].map((lines) => lines.map(({ text }) => wordsOf(text, ids))) as [Int32Array[], Int32Array[]];
  if (removed.length * added.length > MAX_COMPARISONS) {
    return left.slice(0, right.length).flatMap((words, index): [number, number][] => (likeness(words, right[index]!) >= ALIKE ? [[index, index]] : []));
  }
  const columns = right.length + 1;
  const best = new Float64Array((left.length + 1) * columns);
  const like = new Float64Array(left.length * right.length);
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const alike = likeness(left[row]!, right[column]!);
      like[row * right.length + column] = alike;
      const together = alike >= ALIKE ? alike + best[(row + 1) * columns + column + 1]! : 0;
      best[row * columns + column] = Math.max(together, best[(row + 1) * columns + column]!, best[row * columns + column + 1]!);
    }
  }
  const found: [number, number][] = [];
  for (let row = 0, column = 0; row < left.length && column < right.length; ) {
    const here = best[row * columns + column]!;
    const alike = like[row * right.length + column]!;
    if (alike >= ALIKE && here === alike + best[(row + 1) * columns + column + 1]!) found.push([row++, column++]);
    else if (here === best[(row + 1) * columns + column]) row++;
    else column++;
  }
  return found;
}

/** The words of a line as sorted numbers; signs count too, or `}` and `{` would be alike to nothing. */
function wordsOf(text: string, ids: Map<string, number>): Int32Array {
  const words: number[] = [];
  for (const [word] of text.slice(0, 1000).matchAll(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu)) {
    if (words.length === MAX_WORDS) break;
    let id = ids.get(word);
    if (id === undefined) ids.set(word, (id = ids.size));
    words.push(id);
  }
  return Int32Array.from(words).sort();
}

/** Share of words that two lines have in common (Dice's coefficient), 0 to 1. */
function likeness(left: Int32Array, right: Int32Array): number {
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0;
  let common = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      common++;
      i++;
      j++;
    } else if (left[i]! < right[j]!) i++;
    else j++;
  }
  return (2 * common) / (left.length + right.length);
}
