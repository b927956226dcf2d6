import { type Size } from '../terminal/fit-font.js';

/** How a terminal is drawn into a box: scaled, and in its middle. */
export interface Picture {
  /** At most 1: it is never blown up. */
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** The largest picture of a terminal that fits into a box, or `null` while either has no size. */
export function fitPicture(cells: Size, box: Size): Picture | null {
  if (cells.width === 0 || cells.height === 0 || box.width === 0 || box.height === 0) return null;
  const scale = Math.min(1, box.width / cells.width, box.height / cells.height);
  const middle = (room: number, taken: number) => Math.max(0, (room - taken * scale) / 2);
  return { scale, left: middle(box.width, cells.width), top: middle(box.height, cells.height) };
}
