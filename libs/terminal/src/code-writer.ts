const FIRST_BYTES = 64 * 1024;
const encoder = new TextEncoder();
/** Longest UTF-8 of a UTF-16 unit. */
const BYTES_PER_UNIT = 3;

/** State bytes may be cut at multiples of this: no character lies across one. */
export const SAFE_CUT_BYTES = 64 * 1024;
/** Does nothing in a terminal. */
const NUL = 0;

/**
 * Collects escape codes and text as UTF-8: a full scrollback has a million characters, too many for pieces of strings.
 * xterm 6.0 loses a character that it is given in two pieces when the second byte is 0x80 (`interim` in
 * `TextDecoder.ts`), and itself cuts what it is given every 128 KiB; so no character lies where one would cut.
 */
export class CodeWriter {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  text(text: string): void {
    this.#reserve(text.length * BYTES_PER_UNIT);
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.#length));
    const missing = SAFE_CUT_BYTES - (this.#length % SAFE_CUT_BYTES);
    if (written <= missing) {
      this.#length += written;
      return;
    }
    // Again, behind the cut.
    this.#reserve(missing + text.length * BYTES_PER_UNIT);
    this.#bytes.fill(NUL, this.#length, this.#length + missing);
    this.#length += missing;
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** Escape codes without a character beyond ASCII. */
  codes(codes: string): void {
    this.#reserve(codes.length);
    for (let index = 0; index < codes.length; index += 1) this.#bytes[this.#length++] = codes.charCodeAt(index);
  }

  character(codePoint: number): void {
    if (codePoint > 0x7f) {
      this.text(String.fromCodePoint(codePoint));
      return;
    }
    this.#reserve(1);
    this.#bytes[this.#length++] = codePoint;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
