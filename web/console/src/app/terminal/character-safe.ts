import { WholeCharacters } from '@agents-fleet/wire';
import { type Terminal } from '@xterm/xterm';
import { type ResettableTerminal } from './begin-anew.js';
import { setScrollbarStill } from './still-scrollbar.js';

/** A terminal that is never given half a character, of which it would lose some. */
export class CharacterSafeTerminal implements ResettableTerminal {
  private readonly characters = new WholeCharacters();

  /** What waits until the terminal has drawn; `null` while nothing does. */
  private waiting: (() => void)[] | null = null;

  constructor(private readonly terminal: Terminal) {}

  write(data: Uint8Array | string, painted?: () => void): void {
    if (this.waiting !== null) {
      this.waiting.push(() => this.write(data, painted));
      return;
    }
    const pieces = typeof data === 'string' ? [data] : this.characters.take(data);
    const last = pieces.pop() ?? '';
    for (const piece of pieces) this.terminal.write(piece);
    this.terminal.write(last, painted);
  }

  resize(cols: number, rows: number): void {
    this.terminal.resize(cols, rows);
  }

  reset(): void {
    this.characters.forget();
    this.terminal.reset();
  }

  drawBefore(): void {
    if (this.waiting !== null) return;
    this.terminal.write('', () => afterFrame(() => {
      const waiting = this.waiting ?? [];
      this.waiting = null;
      for (const go of waiting) go();
    }));
    this.waiting = [];
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
