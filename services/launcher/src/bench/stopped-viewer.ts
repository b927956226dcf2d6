import { join } from 'node:path';
import type { BenchFleets } from './bench-fleets.js';
import { differenceOfMeans } from './difference.js';
import { writeLines } from './lines-file.js';
import type { Row } from './report.js';
import { throughputOnce } from './throughput.js';

const GOAL = 0.05;
/**
 * Floods of one length on two cores differ by a seventh, however little else runs: a difference of some percent shows only between
 * many of each. Every fleet has as many of both, in an order in which neither is the first or the last.
 */
const FLEETS = 3;
const STOPPED_VIEWERS = [0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0];

/** What a fleet has carried before it counts, as for the throughput. */
const WARM_UP_MEGABYTES = 150;

/** What one viewer that has stopped reading costs another viewer of the same session, as a share of its throughput. */
export async function measureStoppedViewer(fleets: BenchFleets, megabytes: number): Promise<Row> {
  const source = await writeLines(join(fleets.directory, 'watched.txt'), megabytes);
  const warmUp = await writeLines(join(fleets.directory, 'watched-before.txt'), WARM_UP_MEGABYTES);
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < FLEETS; round += 1) {
    await fleets.with(async (fleet) => {
      await throughputOnce(fleet, warmUp);
      for (const stoppedViewers of STOPPED_VIEWERS) {
        const bytesPerSecond = await throughputOnce(fleet, source, { stoppedViewers });
        (stoppedViewers === 0 ? alone : beside).push(source.bytes / bytesPerSecond);
      }
    });
  }
  const seconds = differenceOfMeans(beside, alone);
  const [without, with_] = [source.bytes / seconds.second, source.bytes / seconds.first];
  // Of the throughput: what takes a tenth longer has a tenth less, nearly.
  const [cost, error] = [1 - with_ / without, seconds.standardError / seconds.second];
  return {
    measure: `one stopped viewer beside another, ${alone.length} × ${megabytes} MB`,
    result: `${(with_ / 1e6).toFixed(0)} MB/s, ${(cost * 100).toFixed(0)} % less (standard error ${(error * 100).toFixed(0)} %)`,
    raw: `${(without / 1e6).toFixed(0)} MB/s without it`,
    goal: `<= ${GOAL * 100} % less`,
    met: cost <= GOAL,
  };
}
