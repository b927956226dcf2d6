import { type Terminal } from '@xterm/xterm';
import { type Recording } from './recording.js';

/** Written at once at most: xterm refuses more than 50 MB waiting, and a seek must stay interruptible. */
const BATCH_BYTES = 1024 * 1024;

/** Brings a read-only terminal to a chunk of a recording; going back means painting from the start again. */
export class ReplayPainter {
  private painted = 0;
  private wanted = 0;
  private running = false;

  constructor(
    private readonly terminal: Pick<Terminal, 'write' | 'resize' | 'reset'>,
    private readonly recording: Recording,
  ) {}

  /** Shows the screen after the first `count` chunks. A newer wish replaces one that is under way. */
  async show(count: number): Promise<void> {
    this.wanted = count;
    if (this.running) return;
    this.running = true;
    while (this.painted !== this.wanted) {
      if (this.wanted < this.painted) {
        this.terminal.reset();
        this.painted = 0;
      }
      this.painted += await this.paintBatch();
    }
    this.running = false;
  }

  private async paintBatch(): Promise<number> {
    let bytes = 0;
    let chunks = 0;
    for (const frame of this.recording.slice(this.painted, this.wanted)) {
      if (bytes >= BATCH_BYTES) break;
      chunks += 1;
      if (frame.kind === 'output') {
        bytes += frame.bytes.length;
        this.terminal.write(frame.bytes);
      } else this.terminal.write('', () => this.terminal.resize(frame.cols, frame.rows));
    }
    await new Promise<void>((resolve) => this.terminal.write('', resolve));
    return chunks;
  }
}
