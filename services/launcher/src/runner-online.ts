import { setTimeout as sleep } from 'node:timers/promises';
import { askGateway } from './ask-gateway.js';

/** Five heartbeats of the runner, one every 2 s. */
const TIMEOUT_MS = 10_000;
const ASK_EVERY_MS = 100;

/**
 * Waits until the gateway has heard of a runner. Its processes all accept work before that, but a person who is told
 * that the fleet is ready starts a session, and the gateway would have nobody to give it to.
 */
export async function untilRunnerIsOnline(consoleUrl: string, accessToken: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await hasRunner(consoleUrl, accessToken))) {
    if (Date.now() > deadline) throw new Error('The runner does not answer: look into logs/runner.log and logs/pty-host.log of the data directory');
    await sleep(ASK_EVERY_MS);
  }
}

async function hasRunner(consoleUrl: string, accessToken: string): Promise<boolean> {
  const { body } = await askGateway('GET', `${consoleUrl}/readyz`, accessToken);
  const { details } = JSON.parse(body) as { details?: { runnersOnline?: number } };
  return (details?.runnersOnline ?? 0) > 0;
}
