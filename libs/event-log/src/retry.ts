import { setTimeout as sleep } from 'node:timers/promises';

/** First wait after a failure, in milliseconds: a broker that only hiccuped is asked again at once. */
const FIRST_WAIT_MS = 50;
/** Longest wait between two tries, in milliseconds: what a person who restarts the broker may have to wait. */
const LONGEST_WAIT_MS = 2_000;

/** Milliseconds to wait after the `failures`-th failure in a row (from 1): doubles from 50 ms up to 2 s. */
export function backoffMs(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 16));
}

/** Waits, but not past `signal`: returns early (and says nothing) when it fires. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
