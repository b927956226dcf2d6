import type { RecordTerminal } from './record-terminal.js';

/** DEC private modes that switch to the alternate screen and back. */
const ALTERNATE_SCREEN = new Set([47, 1047, 1049]);
/** Cursor up or anywhere, lines in, out, up and down, the scroll region, the saved cursor. */
const MOVES = ['A', 'F', 'H', 'f', 'd', 'L', 'M', 'S', 'T', 'r', 'u'];
const MOVING_ESCAPES = [{ final: 'M' }, { final: '8' }, { intermediates: '#', final: '8' }];

/** What happens to a screen while bytes are painted, told before it happens but for `scrolled`. */
export interface ScreenEvents {
  /** Rows of the normal screen have moved up. */
  scrolled(): void;
  /** From here on any row may change, not only those from the cursor's on. */
  moved(): void;
  /** Everything on the screen is erased. */
  wipes(): void;
  resets(): void;
  entersAlternate(): void;
  leavesAlternate(): void;
}

/** Tells what happens to a terminal's screen. */
export function watchScreen({ terminal }: RecordTerminal, events: ScreenEvents): void {
  const { parser } = terminal;
  const isAlternate = () => terminal.buffer.active.type === 'alternate';
  const tell = (event: () => void) => () => {
    event();
    return false;
  };
  terminal.onScroll(() => { if (!isAlternate()) events.scrolled(); });
  for (const final of MOVES) parser.registerCsiHandler({ final }, tell(events.moved));
  for (const escape of MOVING_ESCAPES) parser.registerEscHandler(escape, tell(events.moved));
  parser.registerEscHandler({ final: 'c' }, tell(() => {
    events.moved();
    events.resets();
  }));
  for (const prefix of ['', '?']) {
    parser.registerCsiHandler({ ...(prefix !== '' && { prefix }), final: 'J' }, ([part]) => {
      events.moved();
      const { cursorX, cursorY } = terminal.buffer.active;
      if (part === 2 || ((part ?? 0) === 0 && cursorX === 0 && cursorY === 0)) events.wipes();
      return false;
    });
  }
  const switches = (modes: readonly (number | number[])[]) => modes.some((mode) => typeof mode === 'number' && ALTERNATE_SCREEN.has(mode));
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => {
    events.moved();
    if (!isAlternate() && switches(modes)) events.entersAlternate();
    return false;
  });
  parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => {
    events.moved();
    if (isAlternate() && switches(modes)) events.leavesAlternate();
    return false;
  });
}
