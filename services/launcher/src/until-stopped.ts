import { releaseMemoryAfterStart } from '@agents-fleet/platform/release-memory';
import { say } from '../progress.mjs';
import type { Fleet } from './fleet.js';

/**
 * Starts a fleet and keeps it until Ctrl+C, SIGTERM or a closed terminal; then stops it in order. A second request ends
 * everything at once. A failed start stops what had started.
 * @returns the exit code
 */
export async function untilStopped(fleet: Fleet, start: () => Promise<void>): Promise<number> {
  const stopped = stopRequest(fleet);
  try {
    await start();
    releaseMemoryAfterStart();
  } catch (error) {
    // A start that fails because it was told to stop is no failure.
    if (fleet.isStopping) return stopped;
    say(error instanceof Error ? error.message : String(error));
    await fleet.stop();
    return 1;
  }
  return stopped;
}

function stopRequest(fleet: Fleet): Promise<number> {
  return new Promise((resolve) => {
    const stop = () => {
      if (fleet.isStopping) {
        fleet.kill();
        resolve(1);
        return;
      }
      say('\nStopping: sessions first, the broker last. Press Ctrl+C again to end everything at once.');
      fleet.stop().then(
        () => { say('Stopped.'); resolve(0); },
        (error: unknown) => { say(String(error)); fleet.kill(); resolve(1); },
      );
    };
    process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  });
}
