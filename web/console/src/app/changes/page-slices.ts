import { type Slices } from './colouring.js';

/** Time that work may take of a frame of 16 ms. */
const SLICE_MS = 8;

/** Work between frames: typing and scrolling come first. @param wanted whether anybody still waits for it */
export function pageSlices(wanted: () => boolean): Slices {
  let until = 0;
  return {
    next: async () => {
      await new Promise((resolve) => setTimeout(resolve));
      until = performance.now() + SLICE_MS;
      return wanted();
    },
    used: () => performance.now() >= until,
  };
}
