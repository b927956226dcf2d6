/** The longest piece that xterm takes without cutting it itself is 128 KiB; a multiple of it could fall into a character. */
const MOST_BYTES = 64 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * Hands UTF-8 to a terminal in pieces that end with a whole character. Output comes cut anywhere, and xterm 6.0 loses a
 * character that it is given in two writes when its second byte is 0x80, as that of `—`, `…` and `•` is.
 */
export class WholeCharacters {
  private held: Uint8Array = NOTHING;

  /** Whether a character was begun and not ended. */
  get isWithinCharacter(): boolean {
    return this.held.length > 0;
  }

  /** @returns what can be painted now, in order: all but the beginning of a character at the end */
  take(bytes: Uint8Array): Uint8Array[] {
    const all = this.held.length === 0 ? bytes : joined(this.held, bytes);
    const pieces: Uint8Array[] = [];
    let from = 0;
    while (all.length - from > MOST_BYTES) {
      const piece = all.subarray(from, from + MOST_BYTES);
      const whole = piece.subarray(0, piece.length - unfinishedBytes(piece));
      pieces.push(whole);
      from += whole.length;
    }
    const rest = all.subarray(from);
    const unfinished = unfinishedBytes(rest);
    if (rest.length > unfinished) pieces.push(rest.subarray(0, rest.length - unfinished));
    // A copy: the caller may use its buffer again.
    this.held = unfinished === 0 ? NOTHING : rest.slice(rest.length - unfinished);
    return pieces;
  }

  /** The terminal has begun anew. */
  forget(): void {
    this.held = NOTHING;
  }
}

/** Bytes at the end, at most 3, that begin a character of UTF-8 and don't end it. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    return lengthFrom(byte) > back ? back : 0;
  }
  return 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000;
}

/** Bytes of the character that begins with this byte; 1 for a byte that begins none. */
function lengthFrom(byte: number): number {
  if (byte < 0b1100_0000 || byte >= 0b1111_1000) return 1;
  if (byte < 0b1110_0000) return 2;
  return byte < 0b1111_0000 ? 3 : 4;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
