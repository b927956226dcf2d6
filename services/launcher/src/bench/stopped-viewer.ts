import { join } from 'node:path';
import type { BenchFleet } from './bench-fleet.js';
import { writeLines } from './lines-file.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';
import { throughputOnce } from './throughput.js';

const GOAL = 0.05;
/** With and without take turns; the median of each counts. */
const ROUNDS = 5;

/** What one viewer that has stopped reading costs another viewer of the same session, as a share of its throughput. */
export async function measureStoppedViewer(fleet: BenchFleet, megabytes: number): Promise<Row> {
  const path = join(fleet.repo, 'watched.txt');
  const bytes = await writeLines(path, megabytes);
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await throughputOnce(fleet, path, bytes));
    beside.push(await throughputOnce(fleet, path, bytes, { stoppedViewers: 1 }));
  }
  const [without, with_] = [percentile(alone, 0.5), percentile(beside, 0.5)];
  const cost = 1 - with_ / without;
  return {
    measure: `one stopped viewer beside another, ${ROUNDS} × ${megabytes} MB`,
    result: `${(with_ / 1e6).toFixed(0)} MB/s, ${(cost * 100).toFixed(0)} % less`,
    raw: `${(without / 1e6).toFixed(0)} MB/s without it`,
    goal: `<= ${GOAL * 100} % less`,
    met: cost <= GOAL,
  };
}
