import { type Terminal } from '@xterm/xterm';
import { FONT_SIZE_PX } from './font-size.js';

/** Cut lines can't be read at all, so a narrow window may shrink the font far; beyond that the terminal scrolls. */
const SMALLEST_FOR_WIDTH_PX = 7;
/** Rows that are out of sight can be scrolled to: for them the font stays easy to read. */
const SMALLEST_FOR_HEIGHT_PX = 10;
/** Half pixels, so that a small change of the window does not measure all cells anew. */
const STEP_PX = 0.5;

/** A size in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The largest font at which a terminal of a fixed number of cells fits into a box, at most the normal one.
 * @param cells what the cells take at `fontPx`
 */
export function fontToFit(cells: Size, fontPx: number, box: Size, normalPx: number): number {
  if (cells.width === 0 || cells.height === 0) return normalPx;
  const fitting = (room: number, taken: number) => Math.floor((fontPx * room) / taken / STEP_PX) * STEP_PX;
  return Math.min(
    normalPx,
    Math.max(SMALLEST_FOR_WIDTH_PX, fitting(box.width, cells.width)),
    Math.max(SMALLEST_FOR_HEIGHT_PX, fitting(box.height, cells.height)),
  );
}

/**
 * Shrinks the font of a recorded terminal so that it fits, and scrolls to its cursor where it does not: its size is that
 * of the record, not of this window. A size that the person chose is kept, and scrolled.
 */
export function fitFont(terminal: Terminal, box: HTMLElement, chosenPx: number | null): void {
  // xterm tells of a resize before its elements have their new size.
  requestAnimationFrame(() => {
    const screen = terminal.element?.querySelector<HTMLElement>('.xterm-screen');
    if (screen === undefined || screen === null) return;
    const cells = { width: screen.offsetWidth, height: screen.offsetHeight };
    const fontPx = terminal.options.fontSize ?? FONT_SIZE_PX;
    terminal.options.fontSize = chosenPx ?? fontToFit(cells, fontPx, { width: box.clientWidth, height: box.clientHeight }, FONT_SIZE_PX);
    keepCursorInView(terminal, box);
  });
}

/** Scrolls so that the newest output is seen, when a recorded terminal has more rows than its box. */
export function keepCursorInView(terminal: Terminal, box: HTMLElement): void {
  const row = rowBottoms(terminal)?.(terminal.buffer.active.cursorY);
  if (row !== undefined) box.scrollTop = row - box.clientHeight;
}

/** Scrolls so that a row of the screen, from 0, is in the middle of its box, when the terminal has more rows than fit. */
export function bringRowToMiddle(terminal: Terminal, box: HTMLElement, row: number): void {
  // After whatever a new size has set going (see `fitFont`).
  requestAnimationFrame(() => {
    const bottom = rowBottoms(terminal)?.(row);
    if (bottom !== undefined) box.scrollTop = bottom - box.clientHeight / 2;
  });
}

/** How far below the top of the screen a row ends, in px. */
function rowBottoms(terminal: Terminal): ((row: number) => number) | undefined {
  const screen = terminal.element?.querySelector<HTMLElement>('.xterm-screen');
  return screen === undefined || screen === null ? undefined : (row) => ((row + 1) / terminal.rows) * screen.offsetHeight;
}
