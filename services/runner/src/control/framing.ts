/** A frame's length comes first, as 32 bits, big-endian. */
const LENGTH_BYTES = 4;
/** Commands are small; more than this, in bytes, is no frame of ours. */
const MAX_FRAME_BYTES = 1024 * 1024;

/** Thrown when the other side does not speak the protocol. */
export class FramingError extends Error {
  override readonly name = 'FramingError';
}

export function encodeFrame(value: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(value));
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, LENGTH_BYTES);
  return frame;
}

/** Cuts a stream of bytes into frames, however they arrive. */
export class FrameReader {
  #pending = Buffer.alloc(0);

  /**
   * @returns the JSON values that the bytes complete
   * @throws FramingError for an impossible length, SyntaxError for a body that is no JSON
   */
  feed(bytes: Buffer): unknown[] {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const values: unknown[] = [];
    while (this.#pending.length >= LENGTH_BYTES) {
      const length = this.#pending.readUInt32BE(0);
      if (length > MAX_FRAME_BYTES) throw new FramingError(`a frame of ${length} bytes is too long`);
      const end = LENGTH_BYTES + length;
      if (this.#pending.length < end) break;
      values.push(JSON.parse(this.#pending.toString('utf8', LENGTH_BYTES, end)));
      this.#pending = this.#pending.subarray(end);
    }
    return values;
  }
}
