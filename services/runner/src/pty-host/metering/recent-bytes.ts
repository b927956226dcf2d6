/** The newest pieces of a stream of bytes, at least `maxBytes` of it once there were that many. */
export class RecentBytes {
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Keeps the piece itself, not a copy. */
  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    for (let oldest = this.#pieces[0]; oldest !== undefined && this.#bytes - oldest.length >= this.maxBytes; oldest = this.#pieces[0]) {
      this.#pieces.shift();
      this.#bytes -= oldest.length;
    }
  }

  /** Whether the newest piece holds `text`, or ends it. */
  newestHolds(text: Buffer): boolean {
    const newest = this.#pieces.at(-1);
    if (newest === undefined) return false;
    const before = this.#pieces.at(-2)?.subarray(-(text.length - 1)) ?? new Uint8Array();
    return view(newest).includes(text) || Buffer.concat([before, newest.subarray(0, text.length - 1)]).includes(text);
  }

  /** All of it in one piece, and forgets it. */
  take(): Buffer {
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    return all;
  }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
