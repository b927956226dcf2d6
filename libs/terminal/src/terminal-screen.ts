import type { Terminal } from '@xterm/headless';
import { WholeCharacters } from '@agents-fleet/wire';
import { guardParser } from './parser-guard.js';

/**
 * What a person would see of a terminal's bytes. Full-screen programs put cursor moves in place of blanks and paint
 * only the cells that changed, so looking for words in their bytes finds too little and too much.
 */
export class TerminalScreen {
  readonly #characters = new WholeCharacters();

  private constructor(private readonly terminal: Terminal) {}

  /**
   * The emulator is loaded here and not at the top, because most processes that import this library never need it.
   * @param answer gets what the terminal answers to a program's questions (size, cursor, colours), as a browser's
   * terminal would send it; some programs don't start without these answers
   */
  static async open(cols: number, rows: number, answer?: (bytes: Uint8Array) => void): Promise<TerminalScreen> {
    const { default: xterm } = await import('@xterm/headless');
    const terminal = new xterm.Terminal({ cols, rows, scrollback: 0, allowProposedApi: true });
    guardParser(terminal);
    if (answer) terminal.onData((text) => { answer(Buffer.from(text, 'utf8')); });
    return new TerminalScreen(terminal);
  }

  /** Resolves when the bytes are painted. */
  write(bytes: Uint8Array): Promise<void> {
    for (const piece of this.#characters.take(bytes)) this.terminal.write(piece);
    return new Promise((painted) => { this.terminal.write('', painted); });
  }

  resize(cols: number, rows: number): void {
    this.terminal.resize(cols, rows);
  }

  /** The lines on the screen from the top, without blanks at their ends. */
  get lines(): string[] {
    const buffer = this.terminal.buffer.active;
    return Array.from({ length: this.terminal.rows }, (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '');
  }

  dispose(): void {
    this.terminal.dispose();
  }
}
