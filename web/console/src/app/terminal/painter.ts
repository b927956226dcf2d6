import { type OutputFrame, type ResizeFrame, type SnapshotFrame } from '@agents-fleet/wire';
import { paintScreen, paintWhole, type ResettableTerminal } from './begin-anew.js';

/** What a painter tells the terminal around it. */
export interface PainterHost {
  /** Everything up to chunk `n` is on screen: the gateway may send more. */
  acknowledge(n: number): void;
  /**
   * Something that was printed at this time, in milliseconds since the epoch, is on screen now.
   * @param isAll nothing else has come
   */
  painted(at: number, isAll: boolean): void;
  /** A snapshot takes the place of the screen from here until `snapshotPainted`. */
  snapshotBegins(): void;
  snapshotPainted(): void;
}

/** Acknowledge at least this often, so that the gateway's window (512 KiB) never closes while we keep up. */
const ACK_EVERY_BYTES = 64 * 1024;

/**
 * Paints chunks in the order of the record, each once. Resizes and snapshots take their turn among the bytes.
 * What arrived is in xterm's queue and will be painted, so after a lost connection chunks that come again are skipped,
 * and so is a snapshot of what is on screen already.
 */
export class Painter {
  private received = 0;
  private painted = 0;
  private unacknowledgedBytes = 0;

  constructor(
    private readonly target: ResettableTerminal,
    private readonly host: PainterHost,
  ) {}

  /** Number of the last chunk that is on screen, or sure to be. */
  get lastChunk(): number {
    return this.received;
  }

  frame(frame: OutputFrame | ResizeFrame | SnapshotFrame): void {
    if (frame.kind === 'snapshot' && frame.n === 0) {
      if (this.received === 0) paintScreen(this.target, frame);
      return;
    }
    if (frame.n <= this.received) {
      // Sent before the gateway knew how far we are: it must not count against our window.
      this.host.acknowledge(this.painted);
      return;
    }
    this.received = frame.n;
    switch (frame.kind) {
      case 'output':
        this.target.write(frame.bytes, () => this.onPainted(frame, frame.bytes.length));
        break;
      case 'resize':
        this.target.write('', () => {
          this.target.resize(frame.cols, frame.rows);
          this.onPainted(frame, 0);
        });
        break;
      case 'snapshot':
        this.target.write('', () => this.host.snapshotBegins());
        paintWhole(this.target, frame, () => {
          this.host.snapshotPainted();
          this.onPainted(frame, frame.bytes.length);
        });
        break;
    }
  }

  /** Calls back once everything that has arrived so far is on screen. */
  afterPainting(callback: () => void): void {
    this.target.write('', callback);
  }

  private onPainted({ n, at }: { readonly n: number; readonly at: number }, bytes: number): void {
    this.painted = n;
    this.host.painted(at, n === this.received);
    this.unacknowledgedBytes += bytes;
    if (n < this.received && this.unacknowledgedBytes < ACK_EVERY_BYTES) return;
    this.unacknowledgedBytes = 0;
    this.host.acknowledge(n);
  }
}
