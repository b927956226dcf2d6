import { TerminalScreen } from '@agents-fleet/terminal';
import { paintedLine } from './painted-line.js';
import { PaintedScreen } from './painted-screen.js';
import { RecentBytes } from './recent-bytes.js';
import { SteadyLine } from './steady-line.js';
import type { StatusLine } from './status-line.js';

/** The beginning of a status line: a session that never printed it costs no screen. */
const BEGINNING = Buffer.from('AF|ctx=');
/** A full repaint of a large terminal with colours is about 100 kB: what is on the screen when the first line comes. */
const REMEMBERED_BYTES = 128 * 1024;
/** A program that prints faster than a screen is painted has no status line that anybody could read. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * Reads a status line that a full-screen agent paints. Claude Code (2.1.330) repaints only the cells that changed, so
 * after its first frame no whole line is in its output any more: `24`, a cursor move, `5`, a cursor move, `1`. Only a
 * screen has the figures. It is opened when the beginning of a status line is seen, because it costs memory and time.
 */
export class PaintedStatusLine {
  readonly #steady = new SteadyLine();
  readonly #recent = new RecentBytes(REMEMBERED_BYTES);
  #screen: PaintedScreen | null = null;

  constructor(
    private cols: number,
    private rows: number,
    /** Told when the screen can't be opened or painted; the session is then metered without it. */
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Every byte of the session's output, in order. */
  feed(bytes: Uint8Array): void {
    if (this.#screen === null) {
      this.#recent.add(bytes);
      if (!this.#recent.newestHolds(BEGINNING)) return;
      this.#screen = new PaintedScreen(TerminalScreen.open(this.cols, this.rows), this.onFailure);
      this.#screen.paint(this.#recent.take());
    } else {
      this.#screen.paint(bytes);
    }
    if (this.#screen.waitingBytes > MAX_WAITING_BYTES) this.close();
  }

  resize(cols: number, rows: number): void {
    this.cols = cols;
    this.rows = rows;
    this.#screen?.resize(cols, rows);
  }

  /** The stream's reader found this: what the screen shows below it is suspicious. */
  believe(line: StatusLine): void {
    this.#steady.believe(line);
  }

  /**
   * Looks at the screen. To be called while there is output, and once more behind it.
   * @param quiet the output has paused, so what stands there is finished; before that, a figure has to stay
   * @returns what is newly believed
   */
  async look(now: number, quiet: boolean): Promise<StatusLine | null> {
    const screen = this.#screen;
    if (screen === null) return null;
    return this.#steady.look(paintedLine(await screen.lines(), this.cols), now, quiet);
  }

  close(): void {
    this.#screen?.close();
    this.#screen = null;
  }
}
