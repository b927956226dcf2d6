import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { z } from 'zod';
import type { BenchFleet } from './bench-fleet.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';

const GOAL = 0.65;
/** Product and baseline take turns, so that a busy moment of the machine hits both; the median of each counts. */
const ROUNDS = 3;
const LINE = `${'The quick brown fox jumps over the lazy dog. '.repeat(3).slice(0, 119)}\n`;

/** From the program's `write` to a WebSocket client: bytes a second, against node-pty alone. */
export async function measureThroughput(fleet: BenchFleet, megabytes: number): Promise<Row> {
  const path = join(fleet.repo, 'source.txt');
  const lines = Math.ceil((megabytes * 1e6) / LINE.length);
  await writeLines(path, lines);
  // The terminal makes two bytes of each line break.
  const bytes = lines * (LINE.length + 1);
  const product: number[] = [];
  const raw: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    raw.push(z.number().parse(await fleet.raw('throughput', path, String(bytes))));
    product.push(await throughputOnce(fleet, path, bytes));
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

async function throughputOnce(fleet: BenchFleet, path: string, bytes: number): Promise<number> {
  const session = await fleet.run(`stty -echo; read -r go; exec cat ${path}`);
  const viewer = await fleet.view(session);
  let received = 0;
  const all = new Promise<void>((resolve) => {
    viewer.listen((output) => {
      received += output.length;
      if (received >= bytes) resolve();
    });
  });
  // The shell must have switched the echo off and read before the clock starts.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const startedAt = performance.now();
  viewer.type('\n');
  await all;
  const seconds = (performance.now() - startedAt) / 1000;
  // The read models may still be catching up. That must not slow down the baseline of the next round.
  await viewer.ended;
  await viewer.close();
  await fleet.ended(session);
  return bytes / seconds;
}

async function writeLines(path: string, lines: number): Promise<void> {
  const file = createWriteStream(path);
  const block = LINE.repeat(1000);
  for (let left = lines; left > 0; left -= 1000) {
    if (!file.write(left >= 1000 ? block : LINE.repeat(left))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

function megabytesPerSecond(bytesPerSecond: number): string {
  return `${(bytesPerSecond / 1e6).toFixed(0)} MB/s`;
}
