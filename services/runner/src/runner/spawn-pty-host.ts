import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@agents-fleet/platform';
import type { ControlClient } from '../control/control-client.js';

/** A pty-host that needs longer to answer, in milliseconds, has failed to start; its log says why. */
const ANSWERS_WITHIN_MS = 15_000;

/** The built pty-host lies beside the built runner: `dist/pty-host/main.js` and `dist/runner/main.js`. */
const PTY_HOST = fileURLToPath(new URL('../pty-host/main.js', import.meta.url));

/** The broker user of the pty-host that is started; without one, the runner's own (a broker without users). */
export interface PtyHostUser {
  FLEET_PTY_HOST_NATS_USER?: string | undefined;
  FLEET_PTY_HOST_NATS_PASSWORD_FILE?: string | undefined;
}

/**
 * Starts a pty-host that outlives this runner, in a session of its own, with this process's settings, and waits until
 * it takes commands.
 * @throws Error when it does not
 */
export async function spawnPtyHost(client: ControlClient, user: PtyHostUser, logger: Logger): Promise<void> {
  const ownUser =
    user.FLEET_PTY_HOST_NATS_USER === undefined
      ? {}
      : { FLEET_NATS_USER: user.FLEET_PTY_HOST_NATS_USER, FLEET_NATS_PASSWORD_FILE: user.FLEET_PTY_HOST_NATS_PASSWORD_FILE };
  const child = spawn(process.execPath, [PTY_HOST], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...ownUser, FLEET_HEALTH_PORT: undefined },
  });
  child.unref();
  logger.info({ pid: child.pid }, 'started a pty-host');
  for (const giveUp = performance.now() + ANSWERS_WITHIN_MS; performance.now() < giveUp; await sleep(50)) {
    if ((await client.status()) !== null) return;
  }
  throw new Error('the pty-host that was started does not answer');
}
