/**
 * Bytes on their way at which a producer is paused. About 20 ms of a PTY at full speed (60 MB/s), enough to keep 16
 * chunks of 64 KiB in flight; it is also the most that a killed process can take with it.
 */
export const HIGH_WATERMARK_BYTES = 1024 * 1024;

/** Counts the bytes on their way to one receiver, and says when their producer has to wait. */
export class FlowWindow {
  readonly #high: number;
  readonly #low: number;
  #bytes = 0;
  #full = false;

  /**
   * @param marks.high bytes on their way at which the producer has to wait
   * @param marks.low bytes at which it goes on: a quarter, so that the pipeline never runs dry and rarely toggles
   */
  constructor({ high = HIGH_WATERMARK_BYTES, low = Math.floor(high / 4) } = {}) {
    if (low < 0 || high <= low) throw new RangeError('a flow window needs 0 <= low < high');
    this.#high = high;
    this.#low = low;
  }

  /** Whether the producer has to wait. */
  get full(): boolean {
    return this.#full;
  }

  /** Bytes sent and not yet received. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Counts bytes that set out. */
  sent(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= this.#high) this.#full = true;
  }

  /** Counts bytes that arrived. Never falls below 0, so that an arrival told twice can't open the window for ever. */
  received(bytes: number): void {
    this.#bytes = Math.max(0, this.#bytes - bytes);
    if (this.#bytes <= this.#low) this.#full = false;
  }
}
