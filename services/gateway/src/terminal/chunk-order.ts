/**
 * Puts chunks that arrive in nearly any order, some twice, into the order of `n`: a publish that is retried can put
 * chunk 5 behind chunk 6 in the stream, and the same chunk may come from the stream and from the read models.
 */
export class ChunkOrder<Chunk extends { readonly n: number }> {
  readonly #waiting = new Map<number, Chunk>();

  /** @param next the number of the chunk that is let out first */
  constructor(private nextNumber: number) {}

  /** The number of the chunk that is let out next. */
  get next(): number {
    return this.nextNumber;
  }

  /** Whether chunks wait for an earlier one that hasn't come. */
  get hasGap(): boolean {
    return this.#waiting.size > 0;
  }

  /** How many chunks wait for an earlier one. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Lets chunk `n` out next: those before it are had elsewhere. @returns the chunks that are let out by this */
  skipTo(n: number): Chunk[] {
    if (n <= this.nextNumber) return [];
    for (const waiting of this.#waiting.keys()) if (waiting < n) this.#waiting.delete(waiting);
    this.nextNumber = n;
    return this.#withWaiting([]);
  }

  /** @returns the chunks that are let out by this one, in order: often it alone, none for a repeat or behind a gap */
  accept(chunk: Chunk): Chunk[] {
    if (chunk.n !== this.nextNumber) {
      if (chunk.n > this.nextNumber) this.#waiting.set(chunk.n, chunk);
      return [];
    }
    this.nextNumber += 1;
    return this.#withWaiting([chunk]);
  }

  /** Adds those that have waited for the ones in `ready`. */
  #withWaiting(ready: Chunk[]): Chunk[] {
    for (;;) {
      const following = this.#waiting.get(this.nextNumber);
      if (following === undefined) return ready;
      this.#waiting.delete(this.nextNumber);
      ready.push(following);
      this.nextNumber += 1;
    }
  }
}
