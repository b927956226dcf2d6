import { WireError } from './wire-error.js';

/** Bytes that the largest safe integer (2^53 - 1) takes: seven bits a byte. */
const MAX_VARINT_BYTES = 8;

/** How many bytes `value` takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

/**
 * Writes an unsigned integer, seven bits a byte, the lowest first (LEB128). Divides rather than shifts,
 * because a time in milliseconds has more than the 32 bits that JavaScript's shifts keep.
 * @returns the index after the last byte written
 */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  let index = at;
  let rest = value;
  while (rest >= 0x80) {
    target[index++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  target[index++] = rest;
  return index;
}

/** Reads unsigned integers and byte runs from a message, in order, and never past its end. */
export class Reader {
  #index = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.#index >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.#index];
    if (value === undefined) throw new WireError('the message ends inside a frame');
    this.#index += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < MAX_VARINT_BYTES; count += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      factor *= 0x80;
    }
    throw new WireError('a number is larger than 2^53 - 1');
  }

  /** A view of the next `length` bytes: no copy. */
  run(length: number): Uint8Array {
    const end = this.#index + length;
    if (end > this.bytes.length) throw new WireError('the message ends inside a frame');
    const run = this.bytes.subarray(this.#index, end);
    this.#index = end;
    return run;
  }
}
