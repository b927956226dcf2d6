import { WholeCharacters } from '@agents-fleet/wire';
import { type Terminal } from '@xterm/xterm';
import { type ResettableTerminal } from './begin-anew.js';
import { setScrollbarStill } from './still-scrollbar.js';

/**
 * A terminal that is never given half a character, of which it would lose some. Of much it is given a piece at a time, so that
 * whoever leaves it in the middle of a large snapshot doesn't wait for the rest: xterm 6.0 works through what it has, disposed or not.
 */
export class CharacterSafeTerminal implements ResettableTerminal {
  private readonly characters = new WholeCharacters();
  /** What waits until the terminal has drawn, or taken what is larger than a piece; `null` while nothing does. */
  private waiting: (() => void)[] | null = null;
  private isDisposed = false;

  constructor(private readonly terminal: Terminal) {}

  write(data: Uint8Array | string, painted?: () => void): void {
    if (this.isDisposed) return;
    if (this.waiting !== null) {
      this.waiting.push(() => this.write(data, painted));
      return;
    }
    const pieces = typeof data === 'string' ? [data] : this.characters.take(data);
    if (pieces.length < 2) return this.terminal.write(pieces[0] ?? '', painted);
    this.waiting = [];
    this.writePieces(pieces, () => {
      painted?.();
      this.goOn();
    });
  }

  /** Nothing of what was written is painted from now on. */
  dispose(): void {
    this.isDisposed = true;
    this.waiting = null;
  }

  private writePieces([piece = '', ...others]: readonly (Uint8Array | string)[], painted: () => void): void {
    this.terminal.write(piece, () => {
      if (this.isDisposed) return;
      if (others.length === 0) painted();
      else this.writePieces(others, painted);
    });
  }

  /** Those that waited, in their order; one of them may make the others wait again. */
  private goOn(): void {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const go of waiting) go();
  }

  resize(cols: number, rows: number): void {
    this.terminal.resize(cols, rows);
  }

  reset(): void {
    this.characters.forget();
    this.terminal.reset();
  }

  drawBefore(): void {
    if (this.waiting !== null) {
      this.waiting.push(() => this.drawBefore());
      return;
    }
    this.waiting = [];
    this.terminal.write('', () => afterFrame(() => this.goOn()));
  }

  standStill(isStill: boolean): void {
    setScrollbarStill(this.terminal, isStill);
  }
}

/** Calls back once the browser has drawn a frame; at once in a page that is hidden and draws none. */
function afterFrame(callback: () => void): void {
  if (document.hidden) callback();
  else requestAnimationFrame(() => setTimeout(callback));
}
