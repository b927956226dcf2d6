import xterm from '@xterm/headless';

/**
 * What a person would see of a terminal's bytes, for specs of full-screen programs: their bytes hold cursor moves in
 * place of blanks and paint only what changed, so looking for words in the bytes finds too little and too much.
 */
export class TerminalScreen {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  /**
   * @param answer gets what the terminal answers to a program's questions (size, cursor, colours), as a browser's
   * terminal would send it; some programs don't start without these answers
   */
  constructor(cols: number, rows: number, answer: (bytes: Uint8Array) => void) {
    this.#terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
    this.#terminal.onData((text) => { answer(Buffer.from(text, 'utf8')); });
  }

  /** Resolves when the bytes are painted. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((painted) => { this.#terminal.write(bytes, painted); });
  }

  resize(cols: number, rows: number): void {
    this.#terminal.resize(cols, rows);
  }

  /** The lines on the screen, without blanks at their ends. */
  get text(): string {
    const buffer = this.#terminal.buffer.active;
    const lines = Array.from({ length: this.#terminal.rows }, (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '');
    return lines.join('\n');
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}
