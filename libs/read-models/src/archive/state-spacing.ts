/** A state may take this part of the output that it spares from being painted. */
const SHARE = 0.05;
/** The state at a session's end, with which every look at it begins, may also take this part of all of its output. */
const SHARE_AT_END = 0.02;
/** Output after which a state is worth whatever it takes, in bytes: more takes too long to paint for a seek. */
const WORTH_ANYTHING = 3 * 1024 * 1024;

/** A state that is kept: its compressed bytes, and output bytes up to it. */
export interface SpacedState {
  readonly size: number;
  readonly end: number;
}

/**
 * Whether a state is worth its space. A plain log's state holds thousands of its lines, so that one a page would double
 * what is stored; a full-screen program's is small (decision 0051).
 * @param endBefore output bytes up to the state that is kept before it; 0 when there is none
 */
export function isWorthKeeping({ size, end }: SpacedState, endBefore: number): boolean {
  const spared = end - endBefore;
  return spared >= WORTH_ANYTHING || size <= SHARE * spared;
}

/** The same for the last state of a session that has ended. */
export function isWorthKeepingAtEnd(state: SpacedState, endBefore: number): boolean {
  return isWorthKeeping(state, endBefore) || state.size <= SHARE_AT_END * state.end;
}
