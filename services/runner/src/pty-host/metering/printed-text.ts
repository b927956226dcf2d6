const ESCAPE = 0x1b;

/** Where in a terminal's output the reader stands: text, behind an escape, in a CSI sequence, or in a string (OSC, DCS). */
type Place = 'text' | 'escape' | 'csi' | 'string' | 'string_escape';

/**
 * Counts the characters that a terminal's output shows, without its escape codes: what a program that repaints its
 * screen sends is mostly those. One byte at a time: only for output at the pace at which a model writes.
 */
export class PrintedText {
  #place: Place = 'text';
  #characters = 0;

  /** Characters printed so far. Blanks don't count: they are as often padding as text. */
  get characters(): number {
    return this.#characters;
  }

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#place === 'text' && isShown(byte)) this.#characters++;
      this.#place = next(this.#place, byte);
    }
  }
}

/** The first byte of a character that is neither a blank nor a control. */
function isShown(byte: number): boolean {
  return byte > 0x20 && byte !== 0x7f && (byte & 0xc0) !== 0x80;
}

function next(place: Place, byte: number): Place {
  switch (place) {
    case 'text':
      return byte === ESCAPE ? 'escape' : 'text';
    case 'escape':
      if (byte === 0x5b) return 'csi'; // [
      // ] (OSC), P (DCS), X, ^, _ begin strings.
      if (byte === 0x5d || byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f) return 'string';
      // Intermediate bytes, as in `ESC ( B`, go on until a final one.
      return byte >= 0x20 && byte <= 0x2f ? 'escape' : 'text';
    case 'csi':
      return byte >= 0x40 && byte <= 0x7e ? 'text' : 'csi';
    case 'string':
      if (byte === 0x07) return 'text';
      return byte === ESCAPE ? 'string_escape' : 'string';
    case 'string_escape':
      return byte === 0x5c ? 'text' : next('escape', byte);
  }
}
