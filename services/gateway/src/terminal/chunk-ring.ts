import { chunkBytes, type TerminalChunk } from './terminal-chunk.js';

/** The newest chunks of a session, without a hole, as many as fit into a number of bytes. */
export class ChunkRing {
  #chunks: TerminalChunk[] = [];
  /** Index of the oldest chunk: removing it from the front of the array each time would move all the others. */
  #head = 0;
  #bytes = 0;

  /** @param first the number that the first chunk will have */
  constructor(
    private readonly maxBytes: number,
    private firstNumber: number,
  ) {}

  /** Number of the oldest chunk that is held; that of the next one to come when none is. */
  get first(): number {
    return this.firstNumber;
  }

  /** Number that the next chunk must have. */
  get next(): number {
    return this.firstNumber + this.#chunks.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: TerminalChunk): void {
    if (chunk.n !== this.next) throw new Error(`chunk ${chunk.n} does not follow chunk ${this.next - 1}`);
    this.#chunks.push(chunk);
    this.#bytes += chunkBytes(chunk);
    this.keep(this.maxBytes);
  }

  /** Lets go of the oldest chunks, but for so many bytes. The newest chunk stays whatever its size. */
  keep(bytes: number): void {
    while (this.#bytes > bytes && this.#chunks.length - this.#head > 1) this.#dropOldest();
  }

  /** Lets go of everything. @param first the number that the next chunk will have */
  restart(first: number): void {
    this.#chunks = [];
    this.#head = 0;
    this.#bytes = 0;
    this.firstNumber = first;
  }

  /** Chunks from number `from` on: at least one, if there is one, and no more once `maxBytes` are reached. */
  slice(from: number, maxBytes: number): TerminalChunk[] {
    if (from < this.firstNumber) return [];
    const slice: TerminalChunk[] = [];
    let bytes = 0;
    for (let index = this.#head + from - this.firstNumber; bytes < maxBytes; index += 1) {
      const chunk = this.#chunks[index];
      if (chunk === undefined) break;
      slice.push(chunk);
      bytes += chunkBytes(chunk);
    }
    return slice;
  }

  #dropOldest(): void {
    const oldest = this.#chunks[this.#head];
    if (oldest === undefined) return;
    this.#bytes -= chunkBytes(oldest);
    this.#head += 1;
    this.firstNumber += 1;
    // Let go of dropped chunks once they are half of the array: constant work a chunk, on average.
    if (this.#head * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
  }
}
