import { type OutputFrame, type ResizeFrame } from '@agents-fleet/wire';

/** The part of an xterm terminal that the painter needs. */
export interface PaintTarget {
  write(data: Uint8Array | string, painted: () => void): void;
  resize(cols: number, rows: number): void;
}

/** Acknowledge at least this often, so that the gateway's window (512 KiB) never closes while we keep up. */
const ACK_EVERY_BYTES = 64 * 1024;

/**
 * Paints chunks in the order of the record, each once. Resizes take their turn among the bytes.
 * What arrived is in xterm's queue and will be painted, so after a lost connection chunks that come again are skipped.
 */
export class Painter {
  private received = 0;
  private painted = 0;
  private unacknowledgedBytes = 0;

  constructor(
    private readonly target: PaintTarget,
    private readonly acknowledge: (n: number) => void,
  ) {}

  /** Number of the last chunk that is on screen, or sure to be. */
  get lastChunk(): number {
    return this.received;
  }

  frame(frame: OutputFrame | ResizeFrame): void {
    if (frame.n <= this.received) {
      // Sent before the gateway knew how far we are: it must not count against our window.
      this.acknowledge(this.painted);
      return;
    }
    this.received = frame.n;
    if (frame.kind === 'output') this.target.write(frame.bytes, () => this.onPainted(frame.n, frame.bytes.length));
    else
      this.target.write('', () => {
        this.target.resize(frame.cols, frame.rows);
        this.onPainted(frame.n, 0);
      });
  }

  /** Calls back once everything that has arrived so far is on screen. */
  afterPainting(callback: () => void): void {
    this.target.write('', callback);
  }

  private onPainted(n: number, bytes: number): void {
    this.painted = n;
    this.unacknowledgedBytes += bytes;
    if (n < this.received && this.unacknowledgedBytes < ACK_EVERY_BYTES) return;
    this.unacknowledgedBytes = 0;
    this.acknowledge(n);
  }
}
