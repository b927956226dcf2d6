const FIRST_MS = 250;
const LONGEST_MS = 5000;
/** Part of the delay that is random, so that many windows don't come back in one instant. */
const JITTER = 0.3;

/** Milliseconds to wait before the connection attempt after `failures` failed ones. `random` is from 0 to 1. */
export function reconnectDelayMs(failures: number, random: number): number {
  const whole = Math.min(FIRST_MS * 2 ** failures, LONGEST_MS);
  return Math.round(whole * (1 - JITTER * random));
}
