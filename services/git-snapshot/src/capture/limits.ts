/** How much one capture may take. */
export interface CaptureLimits {
  /** Most files that git doesn't track in a kept tree, and most changed files in a list. */
  files: number;
  /** Most bytes of a patch, and of one file in a kept tree. */
  bytes: number;
  /** After these seconds no more files are read; after twice as many the capture is given up. */
  seconds: number;
}

/** What there is no time for any more. */
export class Deadline {
  readonly #end: number;
  readonly #seconds: number;
  /** Aborts when the capture is given up. */
  readonly signal: AbortSignal;

  constructor(seconds: number, stopped: AbortSignal) {
    this.#seconds = seconds;
    this.#end = performance.now() + seconds * 1000;
    this.signal = AbortSignal.any([stopped, AbortSignal.timeout(2 * seconds * 1000)]);
  }

  /** Whether reading has to end. */
  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** In words: `60 s`. */
  get text(): string {
    return `${this.#seconds} s`;
  }
}
