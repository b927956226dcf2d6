import type { CharacterSet, EmulatorInternals } from './emulator-internals.js';

/** The letters by which programs choose a character set (`ESC ( 0`), but ASCII. */
const LETTERS = ['0', 'A', '4', 'C', '5', 'R', 'Q', 'K', 'Y', 'E', '6', 'Z', 'H', '7', '='];
const ASCII = 'B';

/** Letters of the emulator's tables. */
export type CharacterSetLetters = ReadonlyMap<CharacterSet, string>;

/**
 * Which letter chooses which character set. The emulator keeps the tables only, so one that is thrown away afterwards is
 * given every letter.
 */
export function readLetters({ _inputHandler, _charsetService }: EmulatorInternals): CharacterSetLetters {
  const letters = new Map<CharacterSet, string>([[undefined, ASCII]]);
  for (const letter of LETTERS) {
    _inputHandler.parse(`\x1b(${letter}`);
    // Some letters share a table.
    if (!letters.has(_charsetService.charset)) letters.set(_charsetService.charset, letter);
  }
  return letters;
}
