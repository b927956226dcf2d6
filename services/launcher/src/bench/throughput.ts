import { join } from 'node:path';
import { z } from 'zod';
import type { BenchFleet } from './bench-fleet.js';
import type { BenchFleets } from './bench-fleets.js';
import { writeLines, type LinesFile } from './lines-file.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';

const GOAL = 0.65;
/** Product and baseline take turns, so that a busy moment of the machine hits both; the median of each counts. */
const ROUNDS = 3;

/** What a fleet has carried before it counts, so that its programs are compiled as they are in a fleet that has run for a while. */
const WARM_UP_MEGABYTES = 150;

/** From the program's `write` to a WebSocket client: bytes a second, against node-pty alone. */
export async function measureThroughput(fleets: BenchFleets, megabytes: number): Promise<Row> {
  const source = await writeLines(join(fleets.directory, 'source.txt'), megabytes);
  const warmUp = await writeLines(join(fleets.directory, 'warm-up.txt'), WARM_UP_MEGABYTES);
  const product: number[] = [];
  const raw: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await fleets.with(async (fleet) => {
      raw.push(z.number().parse(await fleet.raw('throughput', source.path, String(source.bytes))));
      await throughputOnce(fleet, warmUp);
      product.push(await throughputOnce(fleet, source));
    });
  }
  const [ours, theirs] = [percentile(product, 0.5), percentile(raw, 0.5)];
  const share = ours / theirs;
  return {
    measure: `PTY to WebSocket, ${megabytes} MB`,
    result: `${megabytesPerSecond(ours)}, ${share.toFixed(2)} of raw`,
    raw: megabytesPerSecond(theirs),
    goal: `>= ${GOAL} of raw`,
    met: share >= GOAL,
  };
}

/** Bytes a second, from the program's first byte to a viewer's last one. */
export async function throughputOnce(fleet: BenchFleet, { path, bytes }: LinesFile, { stoppedViewers = 0 } = {}): Promise<number> {
  const session = await fleet.run(`stty -echo; read -r go; exec cat ${path}`);
  const stopped = await Promise.all(Array.from({ length: stoppedViewers }, () => fleet.view(session)));
  for (const one of stopped) one.stopReading();
  const seconds = await fleet.countingViewer(session, bytes);
  for (const one of stopped) one.destroy();
  await fleet.ended(session);
  return bytes / seconds;
}

function megabytesPerSecond(bytesPerSecond: number): string {
  return `${(bytesPerSecond / 1e6).toFixed(0)} MB/s`;
}
