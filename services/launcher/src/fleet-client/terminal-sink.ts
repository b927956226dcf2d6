import { createHash } from 'node:crypto';
import { TerminalScreen } from '@agents-fleet/terminal';

/** What a viewer does with what it is sent. */
export interface TerminalSink {
  output(bytes: Uint8Array): void | Promise<void>;
  resize(cols: number, rows: number): void | Promise<void>;
  /** A snapshot: the terminal begins anew with this size and these bytes. */
  beginAnew(cols: number, rows: number, bytes: Uint8Array): void | Promise<void>;
}

/** Keeps the hash of the bytes, and not the bytes. For viewers that see every chunk. */
export class HashSink implements TerminalSink {
  readonly #hash = createHash('sha256');
  bytes = 0;

  output(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.bytes += bytes.length;
  }

  resize(): void {
    // Its bytes are in no output.
  }

  beginAnew(): void {
    throw new Error('a snapshot came that was not asked for');
  }

  /** SHA-256 of all output, once. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** Paints a screen, and counts the snapshots. */
export class ScreenSink implements TerminalSink {
  snapshots = 0;

  private constructor(private screen: TerminalScreen) {}

  static async open(cols: number, rows: number): Promise<ScreenSink> {
    return new ScreenSink(await TerminalScreen.open(cols, rows));
  }

  get lines(): string[] {
    return this.screen.lines;
  }

  output(bytes: Uint8Array): Promise<void> {
    return this.screen.write(bytes);
  }

  resize(cols: number, rows: number): void {
    this.screen.resize(cols, rows);
  }

  async beginAnew(cols: number, rows: number, bytes: Uint8Array): Promise<void> {
    this.snapshots += 1;
    this.screen.dispose();
    this.screen = await TerminalScreen.open(cols, rows);
    await this.screen.write(bytes);
  }

  dispose(): void {
    this.screen.dispose();
  }
}
