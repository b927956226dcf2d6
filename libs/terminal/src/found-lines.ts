import type { Moment } from './resting-screen.js';
import type { ScreenLine } from './terminal-page.js';

/** A longer line is broken. */
export const LONGEST_LINE = 4_096;

/** The lines found in a page. */
export class FoundLines {
  readonly #lines: ScreenLine[] = [];
  readonly #texts = new Set<string>();
  /** Told because they were painted over; they may come back and scroll off. */
  readonly #paintedOver = new Set<string>();

  /** A line that has left the screen at the top, which the same text may do again. */
  add(text: string, { chunk, at }: Moment): void {
    if (text === '' || this.#paintedOver.delete(text)) return;
    this.#texts.add(text);
    for (const piece of piecesOf(text)) this.#lines.push({ chunk, at, text: piece });
  }

  /** A line of a screen that was painted over: once, however often it was shown. */
  addOnce(text: string, moment: Moment): void {
    if (this.#texts.has(text)) return;
    this.add(text, moment);
  }

  addPaintedOver(text: string, moment: Moment): void {
    if (this.#texts.has(text)) return;
    this.add(text, moment);
    this.#paintedOver.add(text);
  }

  /** An earlier page has told this one. */
  know(text: string): void {
    this.#texts.add(text);
  }

  inOrder(): ScreenLine[] {
    return this.#lines.sort((a, b) => a.chunk - b.chunk);
  }
}

function piecesOf(text: string): string[] {
  if (text.length <= LONGEST_LINE) return [text];
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += LONGEST_LINE) pieces.push(text.slice(from, from + LONGEST_LINE).trimEnd());
  return pieces.filter((piece) => piece !== '');
}
