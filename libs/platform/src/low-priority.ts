import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Puts this thread behind everything else that wants a core; for threads that nobody waits for at a screen. On Linux a priority
 * is a thread's own; elsewhere it would be the whole process's, so that nothing changes there.
 */
export function takeLowPriority(): void {
  if (process.platform !== 'linux') return;
  // `<pid>/task/<tid>`; read in this thread, because the call is synchronous.
  const tid = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  if (tid > 0) setPriority(tid, constants.priority.PRIORITY_BELOW_NORMAL);
}
