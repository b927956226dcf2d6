import { type Terminal } from '@xterm/xterm';

/** Smaller than this nobody reads: then the terminal scrolls. */
const SMALLEST_PX = 7;
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
  const fitting = fontPx * Math.min(box.width / cells.width, box.height / cells.height);
  return Math.max(SMALLEST_PX, Math.min(normalPx, Math.floor(fitting / STEP_PX) * STEP_PX));
}

/**
 * Shrinks the font of a recorded terminal until all of it is seen: its size is that of the record, not of this window.
 * @param normalPx the font when there is room
 */
export function fitFont(terminal: Terminal, box: HTMLElement, normalPx: number): void {
  // xterm tells of a resize before its elements have their new size.
  requestAnimationFrame(() => {
    const screen = terminal.element?.querySelector<HTMLElement>('.xterm-screen');
    if (screen === undefined || screen === null) return;
    const cells = { width: screen.offsetWidth, height: screen.offsetHeight };
    const fontPx = terminal.options.fontSize ?? normalPx;
    terminal.options.fontSize = fontToFit(cells, fontPx, { width: box.clientWidth, height: box.clientHeight }, normalPx);
  });
}
