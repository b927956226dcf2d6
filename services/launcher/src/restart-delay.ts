const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** Milliseconds to wait before the next start of a process that has failed this many times in a row. */
export function restartDelayMs(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
}
