/** Whole numbers up to 2^53 in as few bytes as they need: seven bits a byte, lowest first, the top bit on all but the last. */
export class NumberWriter {
  #bytes = Buffer.allocUnsafe(1_024);
  #length = 0;

  /** @param value not negative */
  add(value: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    let left = value;
    while (left >= 0x80) {
      this.#bytes[this.#length++] = (left % 0x80) | 0x80;
      left = Math.floor(left / 0x80);
    }
    this.#bytes[this.#length++] = left;
  }

  /** One that may be negative: small ones stay short. */
  addSigned(value: number): void {
    this.add(value < 0 ? -value * 2 - 1 : value * 2);
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Reads what `NumberWriter` wrote. @throws RangeError behind the end */
export class NumberReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#at;
  }

  next(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('the numbers end too early');
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
  }

  nextSigned(): number {
    const value = this.next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
