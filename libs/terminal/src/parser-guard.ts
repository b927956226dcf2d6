import type { Terminal as HeadlessTerminal } from '@xterm/headless';
import { type EmulatorInternals, internalsOf } from './emulator-internals.js';

/** No terminal has more rows or columns: a larger count comes from an attack or from noise. */
const MOST_ROWS = 9_999;

/** A terminal with a screen or without one. */
type Terminal = Pick<HeadlessTerminal, 'cols' | 'rows' | 'parser'>;

type Handler = EmulatorInternals['_inputHandler'];
/** Sequences that xterm carries out step by step, as often as their parameter says: up to 2^31 times. */
const ROWWISE = { L: 'insertLines', M: 'deleteLines', S: 'scrollUp', T: 'scrollDown' } as const satisfies Record<string, keyof Handler>;
const COLUMNWISE = { I: 'cursorForwardTab', Z: 'cursorBackwardTab' } as const satisfies Record<string, keyof Handler>;
const REPEAT_CHARACTER = 'b';
const ERASE_IN_DISPLAY = 'J';
const ABOVE = 1;
const WHOLE_LINE = 2;

/**
 * Lets a terminal ignore or cut short the few sequences with which seven bytes of output keep a process busy for minutes
 * or take all of its memory, and the one at which the emulator fails. In a browser that would be the person's tab.
 */
export function guardParser(terminal: Terminal): void {
  const handler = internalsOf(terminal)._inputHandler;
  const limit = (final: string, most: () => number, run: (count: number) => void) =>
    terminal.parser.registerCsiHandler({ final }, ([count]) => {
      if (typeof count !== 'number' || count <= most()) return false;
      if (count <= MOST_ROWS) run(most());
      return true;
    });
  // More of them than the screen has rows or columns do what that many do, but take longer.
  for (const [final, name] of Object.entries(ROWWISE)) limit(final, () => terminal.rows, (count) => handler[name]({ length: 1, params: [count] }));
  for (const [final, name] of Object.entries(COLUMNWISE)) limit(final, () => terminal.cols, (count) => handler[name]({ length: 1, params: [count] }));
  // Programs repeat within a line.
  limit(REPEAT_CHARACTER, () => terminal.cols, () => undefined);
  terminal.parser.registerCsiHandler({ final: ERASE_IN_DISPLAY }, ([part]) => part === ABOVE && eraseAbove(terminal, false));
  terminal.parser.registerCsiHandler({ prefix: '?', final: ERASE_IN_DISPLAY }, ([part]) => part === ABOVE && eraseAbove(terminal, true));
}

/**
 * Erasing until the cursor fails when that is in the last cell and nothing is above the screen: xterm 6.0 looks at the row
 * below, which isn't there, and throws out of a timer (`eraseInDisplay` in `InputHandler.ts`).
 */
function eraseAbove(terminal: Terminal, keepsProtected: boolean): boolean {
  const { _inputHandler: handler, buffers: { active } } = internalsOf(terminal);
  if (active.x + 1 < terminal.cols || active.y + 1 < active.lines.length) return false;
  handler.eraseInLine({ length: 1, params: [WHOLE_LINE] }, keepsProtected);
  if (active.y === 0) return true;
  active.y -= 1;
  handler.eraseInDisplay({ length: 1, params: [ABOVE] }, keepsProtected);
  active.y += 1;
  return true;
}
