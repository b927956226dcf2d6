/** What a person looks at when the terminal's content is about to be replaced. */
export interface ScrollAnchor {
  /** Whether the newest line is in view: then it stays so. */
  readonly atBottom: boolean;
  /** Line at the top of the view, counted from the first line that is kept. */
  readonly top: number;
  /** The lines at the top of the view. */
  readonly lines: readonly string[];
}

/** Enough lines to tell one place from another, as far as text can. */
export const ANCHOR_LINES = 4;

/**
 * The line to scroll to, so that the same text is at the top of the view as before; where it is gone, the same place.
 * `null` leaves the view at the newest line.
 * @param lineAt text of a line, from 0 to `length` (exclusive)
 * @param newest topmost line of the view when the newest line is in it
 */
export function scrollTo(anchor: ScrollAnchor, length: number, lineAt: (line: number) => string, newest: number): number | null {
  if (anchor.atBottom) return null;
  if (anchor.lines.some((line) => line !== '')) {
    for (let top = length - anchor.lines.length; top >= 0; top -= 1) {
      if (anchor.lines.every((line, index) => lineAt(top + index) === line)) return Math.min(top, newest);
    }
  }
  return Math.min(anchor.top, newest);
}
