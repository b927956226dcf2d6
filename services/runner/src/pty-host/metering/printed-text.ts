const ESCAPE = 0x1b;
/** Pairs of words that are remembered: more than a long answer has, and some megabytes at most. */
const MAX_PAIRS = 50_000;
/** Longest word in bytes that is told from others by all of it. */
const MAX_WORD_BYTES = 64;

/** Where in a terminal's output the reader stands: text, behind an escape, in a CSI sequence, or in a string (OSC, DCS). */
type Place = 'text' | 'escape' | 'csi' | 'string' | 'string_escape';

/**
 * Counts the characters of what is newly shown in a terminal: without escape codes, blanks, and what was shown before.
 * A program that repaints its screen sends a spinner ten times a second, and every line again when the screen scrolls;
 * so a word counts when it stands behind another word than it ever did. One byte at a time: only for output at the pace
 * at which a model writes.
 */
export class PrintedText {
  readonly #pairs = new Set<string>();
  #place: Place = 'text';
  #characters = 0;
  #word = '';
  #wordCharacters = 0;
  #before = '';

  /** Characters newly shown so far. */
  get characters(): number {
    return this.#characters;
  }

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#place === 'text' && isShown(byte)) this.#append(byte);
      else this.#endWord();
      this.#place = next(this.#place, byte);
    }
  }

  #append(byte: number): void {
    // The first byte of a character; the others continue it.
    if ((byte & 0xc0) !== 0x80) this.#wordCharacters++;
    if (this.#word.length < MAX_WORD_BYTES) this.#word += String.fromCharCode(byte);
  }

  #endWord(): void {
    if (this.#word === '') return;
    const pair = `${this.#before} ${this.#word}`;
    if (!this.#pairs.has(pair)) {
      if (this.#pairs.size >= MAX_PAIRS) this.#pairs.clear();
      this.#pairs.add(pair);
      this.#characters += this.#wordCharacters;
    }
    this.#before = this.#word;
    this.#word = '';
    this.#wordCharacters = 0;
  }
}

/** Part of a character that is neither a blank nor a control. */
function isShown(byte: number): boolean {
  return byte > 0x20 && byte !== 0x7f;
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
