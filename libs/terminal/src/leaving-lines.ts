import { type FoundLines, LONGEST_LINE } from './found-lines.js';
import { RepaintFilter } from './repaint-filter.js';
import type { Moment } from './resting-screen.js';

/** Lines that left the screen since the last rest, of which a line that was on the screen may have become a part. */
const MOST_RECENT = 200;

/** A line whose first rows have left the screen. */
interface OpenLine {
  text: string;
  since: Moment;
  /** How many pieces of it are told or known. */
  pieces: number;
}

/** Puts lines together from rows as they leave the screen, and tells them. */
export class LeavingLines {
  readonly #repaints = new RepaintFilter();
  #wasWiped = false;
  #line: OpenLine | null = null;
  /** How many pieces of the line that is put together were told before. */
  #piecesKnown = 0;
  #recent: string[] = [];

  constructor(private readonly found: FoundLines) {}

  /**
   * A row leaves.
   * @param startsLine or else goes on from the row that left before
   * @param once a screen that is painted over: its lines are told if no other was the same
   */
  add(text: string, since: Moment, startsLine: boolean, once: boolean): void {
    if (startsLine) this.end(once);
    this.#line = { text: this.openText + text, since: later(this.#line?.since, since), pieces: this.#line?.pieces ?? 0 };
    while (this.#line.text.length >= LONGEST_LINE) this.#endPiece(this.#line);
  }

  /** The line is complete. */
  end(once: boolean): void {
    if (this.#line === null) return;
    const { text, since } = this.#line;
    this.#line = null;
    this.#piecesKnown = 0;
    const line = text.trimEnd();
    if (!this.#repaints.isNew(line)) return;
    this.#remember(line);
    if (once) this.found.addOnce(line, since);
    else this.found.add(line, since);
  }

  /** The rows of the line come again: it was read by an earlier page (all pieces are known), or the rows were wrapped anew. */
  again(isKnown: boolean): void {
    this.#piecesKnown = isKnown ? Infinity : (this.#line?.pieces ?? 0);
    this.#line = null;
  }

  /** What comes from here on is this page's. */
  allKnown(): void {
    this.#piecesKnown = 0;
  }

  /** The screen was wiped. @param lines gives those that were on it and above */
  wiped(lines: () => readonly string[]): void {
    if (!this.#wasWiped) this.#repaints.startWith(lines());
    this.#wasWiped = true;
    this.#repaints.wiped();
  }

  get isOpen(): boolean {
    return this.#line !== null;
  }

  /** What has left of the line that is put together. */
  get openText(): string {
    return this.#line?.text ?? '';
  }

  /** Lines that left since the last call of `rested`. */
  get recent(): string {
    return this.#recent.join('\n');
  }

  rested(): void {
    this.#recent = [];
  }

  #endPiece(line: OpenLine): void {
    const piece = line.text.slice(0, LONGEST_LINE).trimEnd();
    if (line.pieces >= this.#piecesKnown) this.found.add(piece, line.since);
    line.pieces += 1;
    line.text = line.text.slice(LONGEST_LINE);
    this.#remember(piece);
  }

  #remember(line: string): void {
    if (this.#recent.length < MOST_RECENT) this.#recent.push(line);
  }
}

function later(a: Moment | undefined, b: Moment): Moment {
  return a !== undefined && a.chunk > b.chunk ? a : b;
}
