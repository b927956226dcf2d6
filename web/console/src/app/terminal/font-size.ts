/** The font of a terminal when there is room and nothing else was chosen. */
export const FONT_SIZE_PX = 12.5;
const SMALLEST_PX = 7;
const LARGEST_PX = 32;

/** Whether a number is a size that can be chosen, in px. */
export function isFontSize(px: number): boolean {
  return px >= SMALLEST_PX && px <= LARGEST_PX;
}

/** The next larger (`1`) or smaller (`-1`) size, in whole px. */
export function stepFont(px: number, direction: 1 | -1): number {
  const next = direction === 1 ? Math.floor(px) + 1 : Math.ceil(px) - 1;
  return Math.min(LARGEST_PX, Math.max(SMALLEST_PX, next));
}
