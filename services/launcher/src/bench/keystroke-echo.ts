import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { BenchFleet } from './bench-fleet.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';

const GOAL_MS = 4;
const GOAL_MEDIAN_MS = 1;
/** Between two keystrokes: a fast typist leaves 80 ms; less makes the run shorter and is harder on us. */
const PAUSE_MS = 20;

/** From the key to its echo: WebSocket, broker, terminal and back, against node-pty alone. */
export async function measureEcho(fleet: BenchFleet, keystrokes: number): Promise<Row> {
  const raw = z.array(z.number()).parse(await fleet.raw('echo', String(keystrokes)));
  const delays = await echoDelays(fleet, keystrokes);
  return {
    measure: `keystroke to echo, ${keystrokes} keys`,
    result: quantiles(delays),
    raw: quantiles(raw),
    goal: `p50 <= ${GOAL_MEDIAN_MS} ms, p99 <= ${GOAL_MS} ms`,
    met: percentile(delays, 0.5) <= GOAL_MEDIAN_MS && percentile(delays, 0.99) <= GOAL_MS,
  };
}

/**
 * Milliseconds from each key to its echo, one key after the other.
 * @param begin done right before the first key
 */
export async function echoDelays(fleet: BenchFleet, keystrokes: number, begin: () => Promise<void> = () => Promise.resolve()): Promise<number[]> {
  const session = await fleet.run('exec cat');
  const viewer = await fleet.view(session);
  await sleep(500);
  await begin();
  const delays: number[] = [];
  for (let index = 0; index < keystrokes; index += 1) {
    const pressedAt = performance.now();
    await new Promise<void>((resolve) => {
      viewer.listen(() => { resolve(); });
      viewer.type('x');
    });
    delays.push(performance.now() - pressedAt);
    await sleep(PAUSE_MS);
  }
  await viewer.close();
  await fleet.client.stop(session.id);
  await fleet.ended(session);
  return delays;
}

/** p50 and p99 of milliseconds, for a person. */
export function quantiles(milliseconds: readonly number[]): string {
  return `p50 ${percentile(milliseconds, 0.5).toFixed(2)} ms, p99 ${percentile(milliseconds, 0.99).toFixed(2)} ms`;
}
