import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchFleet } from './bench-fleet.js';
import { echoDelays, quantiles } from './keystroke-echo.js';
import { writeLines } from './lines-file.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';

const GOAL_MS = 15;
/** So long the flood has lasted when the first key is pressed. */
const WARM_UP_MS = 5_000;
/** Written again and again, with a pause, this makes some 50 MB/s here. */
const BURST_MEGABYTES = 5;
const PAUSE_SECONDS = 0.03;

/** From the key to its echo while another session, which nobody watches, writes some 50 MB/s. */
export async function measureLoadedEcho(fleet: BenchFleet, keystrokes: number): Promise<Row> {
  const path = join(fleet.repo, 'burst.txt');
  await writeLines(path, BURST_MEGABYTES);
  const flood = await fleet.run(`while :; do cat ${path}; sleep ${PAUSE_SECONDS}; done`);
  // A fleet that has just been started runs code that isn't compiled yet.
  await sleep(WARM_UP_MS);
  const startedAt = performance.now();
  const before = (await fleet.client.session(flood.id)).bytes;
  const delays = await echoDelays(fleet, keystrokes);
  await fleet.client.stop(flood.id);
  const seconds = (performance.now() - startedAt) / 1000;
  await fleet.ended(flood);
  const { bytes } = await fleet.recorded(flood);
  return {
    measure: `keystroke to echo while another session writes ${((bytes - before) / 1e6 / seconds).toFixed(0)} MB/s, ${keystrokes} keys`,
    result: quantiles(delays),
    raw: null,
    goal: `p99 <= ${GOAL_MS} ms`,
    met: percentile(delays, 0.99) <= GOAL_MS,
  };
}
