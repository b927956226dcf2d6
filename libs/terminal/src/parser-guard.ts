import type { Terminal } from '@xterm/headless';

/** No terminal has more rows or columns: a larger count comes from an attack or from noise. */
const MOST_ROWS = 9_999;

/** Sequences that xterm carries out step by step, as often as their parameter says: up to 2^31 times. */
const STEPWISE = { tabForward: 'I', tabBackward: 'Z', insertLines: 'L', deleteLines: 'M', scrollUp: 'S', scrollDown: 'T' } as const;
const REPEAT_CHARACTER = 'b';

/**
 * Lets a terminal ignore the few sequences with which seven bytes of output keep a process busy for minutes or take all
 * of its memory. Needed wherever recorded output is parsed outside the browser of the one who looks at it.
 */
export function guardParser(terminal: Terminal): void {
  const ignoreAbove = (final: string, most: () => number) =>
    terminal.parser.registerCsiHandler({ final }, ([count]) => typeof count === 'number' && count > most());
  for (const final of Object.values(STEPWISE)) ignoreAbove(final, () => MOST_ROWS);
  // Programs repeat within a line.
  ignoreAbove(REPEAT_CHARACTER, () => terminal.cols);
}
