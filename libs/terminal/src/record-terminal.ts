import type { Terminal } from '@xterm/headless';
import { WholeCharacters } from '@agents-fleet/wire';
import { readLetters, type CharacterSetLetters } from './character-sets.js';
import { SAFE_CUT_BYTES } from './code-writer.js';
import { internalsOf, type EmulatorInternals } from './emulator-internals.js';
import { Hyperlinks } from './hyperlinks.js';
import { guardParser } from './parser-guard.js';
import { Pauses } from './pauses.js';
import type { TerminalPageChunk, TerminalState } from './terminal-page.js';

/** Rows above the screen, as many as the console keeps: a snapshot must hold what the console would show. */
export const SCROLLBACK_ROWS = 10_000;

const GROUND = 0;
const BLINKING_CURSOR = 12;

let letters: CharacterSetLetters | null = null;

/**
 * A terminal without a screen that paints a session's record. It answers no question of a program, sets no title and no
 * clipboard, and stays quick whatever it is fed.
 */
export class RecordTerminal {
  readonly internals: EmulatorInternals;
  readonly links: Hyperlinks;
  readonly letters: CharacterSetLetters;
  readonly #characters = new WholeCharacters();
  #blinks: boolean | null = null;
  #isSound = true;

  private constructor(readonly terminal: Terminal, letters: CharacterSetLetters) {
    this.internals = internalsOf(terminal);
    this.letters = letters;
    guardParser(terminal);
    this.links = new Hyperlinks(terminal);
    this.#watchBlinking('h', true);
    this.#watchBlinking('l', false);
  }

  /** The emulator is loaded here and not at the top, because most processes that import this library never need it. */
  static async open(cols: number, rows: number): Promise<RecordTerminal> {
    const { default: xterm } = await import('@xterm/headless');
    const open = () => new xterm.Terminal({ cols, rows, scrollback: SCROLLBACK_ROWS, allowProposedApi: true, disableStdin: true, logLevel: 'off' });
    if (letters === null) {
      const asked = open();
      letters = readLetters(internalsOf(asked));
      asked.dispose();
    }
    return new RecordTerminal(open(), letters);
  }

  /** A new terminal that has painted a state. */
  static async from({ cols, rows, bytes }: TerminalState): Promise<RecordTerminal> {
    const record = await RecordTerminal.open(cols, rows);
    const pauses = new Pauses();
    for (let from = 0; from < bytes.length; from += SAFE_CUT_BYTES) {
      record.write(bytes.subarray(from, from + SAFE_CUT_BYTES));
      await pauses.whenDue();
    }
    return record;
  }

  /**
   * Paints bytes at once. What makes the emulator fail is left out with the rest of these bytes: `isSound` tells.
   */
  write(bytes: Uint8Array): void {
    try {
      for (const piece of this.#characters.take(bytes)) this.internals._inputHandler.parse(piece);
    } catch {
      this.#isSound = false;
    }
  }

  /**
   * Forgets what nobody sees and a snapshot couldn't hold, but the emulator (xterm 6.0, `resize` in `Buffer.ts`) keeps right
   * of the last column (tab stops, cells of the alternate screen) and below that screen (a saved cursor, and its own height in
   * a taller window, with which it would scroll rows above itself).
   */
  resize(cols: number, rows: number): void {
    this.terminal.resize(cols, rows);
    const { active, alt, normal } = this.internals.buffers;
    // As when a program leaves it.
    if (active !== alt) alt.clear();
    alt.savedY = Math.min(alt.savedY, this.terminal.rows - 1);
    for (let index = 0; index < alt.lines.length; index += 1) alt.lines.get(index)?.resize(this.terminal.cols);
    for (const { tabs } of [normal, alt]) {
      for (const column of Object.keys(tabs).map(Number)) if (column >= this.terminal.cols) tabs[column] = false;
    }
  }

  /** Paints a record. */
  paint(chunk: TerminalPageChunk): void {
    if (chunk.kind === 'output') this.write(chunk.bytes);
    else this.resize(chunk.cols, chunk.rows);
  }

  /** Whether the emulator has painted everything; its own faults make it stop in the middle. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /** Whether the program has asked for a blinking cursor or for a steady one; `null`: it hasn't, the viewer decides. */
  get blinks(): boolean | null {
    return this.#blinks;
  }

  /** In the middle of an escape code or of a character nobody could go on from a snapshot. */
  get isBetweenCodes(): boolean {
    const { _parser, _utf8Decoder } = this.internals._inputHandler;
    return !this.#characters.isWithinCharacter && _parser.currentState === GROUND && _utf8Decoder.interim.every((byte) => byte === 0);
  }

  dispose(): void {
    this.terminal.dispose();
  }

  #watchBlinking(final: string, blinks: boolean): void {
    this.terminal.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
      if (modes.includes(BLINKING_CURSOR)) this.#blinks = blinks;
      return false;
    });
  }
}
