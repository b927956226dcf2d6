/** The part of an xterm terminal that is begun anew. */
export interface ResettableTerminal {
  write(data: Uint8Array | string, painted?: () => void): void;
  resize(cols: number, rows: number): void;
  reset(): void;
  /** Whether its scroll bar stands still, whatever is painted meanwhile. */
  standStill(isStill: boolean): void;
  /** What was written so far is drawn before anything that is written from now on. */
  drawBefore(): void;
}

/**
 * CAN, as bytes: ends whatever escape code or character was begun, and prints nothing. xterm's `reset` leaves its parser
 * in the middle of one (6.0), and what comes next would be read as the rest of it.
 */
const CANCEL = Uint8Array.of(0x18);

/**
 * Empties a terminal once it has painted what it was given before.
 * @param size that it has from then on; its own when absent
 */
export function beginAnew(terminal: ResettableTerminal, size?: { readonly cols: number; readonly rows: number }): void {
  terminal.write(CANCEL, () => {
    terminal.reset();
    if (size !== undefined) terminal.resize(size.cols, size.rows);
  });
}

/** Synchronized output (DEC mode 2026): nothing is drawn in between, so a snapshot appears at once, without a flash. */
const HOLD = '\x1b[?2026h';
const SHOW = '\x1b[?2026l';

/** A whole terminal, as a snapshot frame has it. */
export interface WholeTerminal {
  readonly cols: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** Paints about what is on the screen, and has it drawn, until the whole terminal is here and takes its place. */
export function paintScreen(terminal: ResettableTerminal, screen: WholeTerminal): void {
  beginAnew(terminal, screen);
  terminal.write(screen.bytes);
  terminal.drawBefore();
}

/** Paints a whole terminal in the place of what there was. */
export function paintWhole(terminal: ResettableTerminal, whole: WholeTerminal, painted: () => void): void {
  beginAnew(terminal, whole);
  terminal.write(HOLD, () => terminal.standStill(true));
  terminal.write(whole.bytes);
  terminal.write(SHOW, () => {
    terminal.standStill(false);
    painted();
  });
}
