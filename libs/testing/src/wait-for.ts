import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** Milliseconds until it fails. Default 30,000. */
  timeoutMs?: number | undefined;
  /** What is waited for, in the failure's words. */
  what?: string | undefined;
  /** Ends the waiting early, with its reason as the failure. */
  signal?: AbortSignal | undefined;
}

/**
 * Asks again and again until the answer is truthy, and returns it.
 * @throws Error when the time is over; the last error that `condition` threw is its cause
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 30_000, what = 'the condition', signal }: WaitOptions = {},
): Promise<Exclude<Awaited<T>, null | undefined | false | 0 | ''>> {
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer as Exclude<Awaited<T>, null | undefined | false | 0 | ''>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
    await sleep(15);
    signal?.throwIfAborted();
  }
}
