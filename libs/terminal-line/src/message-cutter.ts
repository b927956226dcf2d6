/** What comes before each body: its length and the number of its line, both 32 bits, big-endian. */
export const HEAD_BYTES = 8;
/** The line of control messages, whose bodies are JSON. */
export const CONTROL_LINE = 0;
/** Chunks have 64 KiB at most, and so has input; more than this, in bytes, is no message of ours. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Thrown when the other side does not speak the protocol. */
export class LineProtocolError extends Error {
  override readonly name = 'LineProtocolError';
}

/** A message as it came. Nobody else has `body`: it may be kept, and sent on. */
export interface LineMessage {
  readonly line: number;
  readonly body: Buffer;
}

/** Cuts a stream of bytes into messages, however they arrive. Each byte of a body is copied once. */
export class MessageCutter {
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #headBytes = 0;
  #body: Buffer | null = null;
  #bodyBytes = 0;

  /**
   * @param bytes may be used again by the caller
   * @returns the messages that the bytes complete
   * @throws LineProtocolError for an impossible length
   */
  feed(bytes: Uint8Array): LineMessage[] {
    const messages: LineMessage[] = [];
    let at = 0;
    while (at < bytes.length || this.#isComplete) {
      if (this.#body === null) {
        at += this.#takeHead(bytes, at);
        continue;
      }
      const taken = Math.min(bytes.length - at, this.#body.length - this.#bodyBytes);
      this.#body.set(bytes.subarray(at, at + taken), this.#bodyBytes);
      this.#bodyBytes += taken;
      at += taken;
      if (!this.#isComplete) break;
      messages.push({ line: this.#head.readUInt32BE(4), body: this.#body });
      this.#body = null;
      this.#headBytes = 0;
    }
    return messages;
  }

  /** Whether there is a whole body: an empty one is whole with its head. */
  get #isComplete(): boolean {
    return this.#body !== null && this.#bodyBytes === this.#body.length;
  }

  #takeHead(bytes: Uint8Array, at: number): number {
    const taken = Math.min(bytes.length - at, HEAD_BYTES - this.#headBytes);
    this.#head.set(bytes.subarray(at, at + taken), this.#headBytes);
    this.#headBytes += taken;
    if (this.#headBytes < HEAD_BYTES) return taken;
    const length = this.#head.readUInt32BE(0);
    if (length > MAX_BODY_BYTES) throw new LineProtocolError(`a message of ${length} bytes is too long`);
    // Not from Node's pool, whose 64 KiB would stay with a keystroke's echo, and not cleared: all of it is written.
    this.#body = Buffer.allocUnsafeSlow(length);
    this.#bodyBytes = 0;
    return taken;
  }
}
