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
 * @param missing output bytes between what the terminal has and the end of the record
 * @param saved bytes that need not be sent: the output that is skipped, less the state that is sent in its place
 */
export function isWorthASkip(moment: SkipMoment, missing: number, saved: number): boolean {
  return missing > LEAST_MISSING_BYTES[moment] && saved > LEAST_SAVED_BYTES[moment];
}
