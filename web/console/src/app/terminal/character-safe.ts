import { WholeCharacters } from '@agents-fleet/wire';
import { type ResettableTerminal } from './begin-anew.js';

/** A terminal that is never given half a character, of which it would lose some. */
export class CharacterSafeTerminal implements ResettableTerminal {
  private readonly characters = new WholeCharacters();

  constructor(private readonly terminal: ResettableTerminal) {}

  write(data: Uint8Array | string, painted?: () => void): void {
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
}
