/**
 * What one viewer may have on the way without having painted it. Throughput of a viewer is this over the time from
 * sending to the acknowledgement: on two busy cores 10 to 20 ms, in which 512 KiB make 25 to 50 MB/s. It is also what is
 * still painted after a Ctrl+C, 50 ms of a parser of 20 MB/s, and little for a gateway with stopped viewers.
 */
export const WINDOW_BYTES = 1024 * 1024;

/** Counts what a viewer was sent and has not acknowledged. */
export class SendWindow {
  #sent: { n: number; bytes: number }[] = [];
  #unacknowledged = 0;

  constructor(private readonly maxBytes: number = WINDOW_BYTES) {}

  /** Bytes that may be sent now; 0 or less when the window is closed. */
  get room(): number {
    return this.maxBytes - this.#unacknowledged;
  }

  /** Bytes that were sent and are not known to be painted. */
  get onTheWay(): number {
    return this.#unacknowledged;
  }

  /** A chunk, or a state after chunk `n`, has been sent. */
  sent(n: number, bytes: number): void {
    this.#sent.push({ n, bytes });
    this.#unacknowledged += bytes;
  }

  /** Everything up to and including chunk `n` is painted. */
  acknowledge(n: number): void {
    let painted = 0;
    for (const message of this.#sent) {
      if (message.n > n) break;
      this.#unacknowledged -= message.bytes;
      painted += 1;
    }
    this.#sent.splice(0, painted);
  }
}
