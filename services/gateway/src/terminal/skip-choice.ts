/**
 * When it is asked whether to skip: for a terminal that has painted nothing, for one that comes back with what it has
 * painted, for one that has fallen behind while it was shown.
 */
export type SkipMoment = 'empty' | 'returning' | 'behind';

const MIB = 1024 * 1024;

/** From so many bytes of missing output on a skip is thought of: what a browser paints in a tenth of a second, and in two. */
const LEAST_MISSING_BYTES: Readonly<Record<SkipMoment, number>> = { empty: 0, returning: 2 * MIB, behind: 4 * MIB };
/** Bytes that it has to save. A terminal that shows something begins anew for it, which a person may see. */
const LEAST_SAVED_BYTES: Readonly<Record<SkipMoment, number>> = { empty: 0, returning: MIB, behind: MIB };

/**
 * Largest state that is sent. One who has fallen behind may have stopped, and then holds it: with a quarter of a window on
 * the way, half of the feed's ring and what waits in the broker client it stays below the 8 MB that a stopped viewer may
 * cost. One who attaches is there to paint; a socket that isn't read ends within two pings, and its state with it.
 */
export const LARGEST_STATE_BYTES: Readonly<Record<SkipMoment, number>> = { empty: Infinity, returning: Infinity, behind: 3.25 * MIB };

/**
 * @param missing output bytes between what the terminal has and the end of the record
 * @param saved bytes that need not be sent: the output that is skipped, less the state that is sent in its place
 */
export function isWorthASkip(moment: SkipMoment, missing: number, saved: number): boolean {
  return missing > LEAST_MISSING_BYTES[moment] && saved > LEAST_SAVED_BYTES[moment];
}
