import { type SnapshotFrame } from './frame.js';

/** Less is painted so soon that nothing need come before it. */
const WORTH_BYTES = 128 * 1024;
/** More is no part any more: some lines go on for very long. */
const MOST_SHARE = 1 / 8;
/** Lines in front of the screen's own: colours that were chosen further above are chosen again by then, mostly. */
const SCREENS = 2;
const LINE_FEED = 0x0a;

/**
 * The end of a large snapshot, which paints about the screen that the whole does, without what is above it. It is for the
 * moment until the whole is painted.
 * @returns `null` when the whole is small, or has no such end
 */
export function screenFirst({ rows, bytes }: Pick<SnapshotFrame, 'rows' | 'bytes'>): Uint8Array | null {
  if (bytes.length < WORTH_BYTES) return null;
  let at = bytes.length;
  for (let line = 0; line < SCREENS * rows && at > 0; line += 1) at = bytes.lastIndexOf(LINE_FEED, at - 1);
  return at > bytes.length * (1 - MOST_SHARE) ? bytes.subarray(at + 1) : null;
}
