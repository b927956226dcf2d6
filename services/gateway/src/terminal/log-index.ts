/** One entry for so many bytes of output: what a viewer that is far behind may have to skip at most. */
const STEP_BYTES = 1024 * 1024;

/** A place in the log: every chunk from number `n` on is at `seq` or behind it. */
export interface LogPlace {
  readonly n: number;
  readonly seq: number;
}

/** Remembers a few places of a session in the log, so that older chunks can be read again without reading it all. */
export class LogIndex {
  readonly #places: LogPlace[];
  #bytesSince = 0;

  constructor(n: number, seq: number) {
    this.#places = [{ n, seq }];
  }

  /**
   * @param n number of the next chunk
   * @param seq a place in the stream that every chunk from `n` on is at or behind
   * @param bytes bytes of output since the call before
   */
  note(n: number, seq: number, bytes: number): void {
    this.#bytesSince += bytes;
    if (this.#bytesSince < STEP_BYTES) return;
    this.#bytesSince = 0;
    this.#places.push({ n, seq });
  }

  /** Goes on at a place that lies further on. What was before it can still be found. */
  skipTo(n: number, seq: number): void {
    this.#bytesSince = 0;
    this.#places.push({ n, seq });
  }

  /** The nearest known place from which every chunk from number `n` on can be read. */
  before(n: number): LogPlace {
    return this.#places.findLast((place) => place.n <= n) ?? this.#places[0] ?? { n: 1, seq: 1 };
  }
}
