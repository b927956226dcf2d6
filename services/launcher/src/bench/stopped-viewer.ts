import { join } from 'node:path';
import type { BenchFleets } from './bench-fleets.js';
import { writeLines } from './lines-file.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';
import { throughputOnce } from './throughput.js';

const GOAL = 0.05;
/** The median of each counts. */
const ROUNDS = 5;

/** What one viewer that has stopped reading costs another viewer of the same session, as a share of its throughput. */
export async function measureStoppedViewer(fleets: BenchFleets, megabytes: number): Promise<Row> {
  const source = await writeLines(join(fleets.directory, 'watched.txt'), megabytes);
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await fleets.with(async (fleet) => {
      // A fleet is faster once it has carried something, so it does that before, and each comes first in turn.
      await throughputOnce(fleet, source);
      const measures = [
        async () => alone.push(await throughputOnce(fleet, source)),
        async () => beside.push(await throughputOnce(fleet, source, { stoppedViewers: 1 })),
      ];
      for (const measure of round % 2 === 0 ? measures : measures.reverse()) await measure();
    });
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
