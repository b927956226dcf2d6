/**
 * A viewer that counts, as a process of its own, as the baseline is one: what it is sent is garbage at once, and the heap of the
 * benchmark itself is large, so that collecting it would take time of the cores that the fleet runs on.
 * `<url> <session> <bytes>`, the token in FLEET_BENCH_TOKEN: types Enter, prints the seconds until so many bytes have come, and ends
 * with the session.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BenchViewer } from './bench-viewer.js';

/** The shell must have switched the echo off and read before the clock starts. */
const SETTLE_MS = 500;

const [url, sessionId, bytes] = z.tuple([z.url(), z.string(), z.coerce.number().int().positive()]).parse(process.argv.slice(2));
const viewer = await BenchViewer.open(url, z.string().parse(process.env['FLEET_BENCH_TOKEN']), sessionId);
let received = 0;
const all = new Promise<void>((resolve) => {
  viewer.listen((output) => {
    received += output.length;
    if (received >= bytes) resolve();
  });
});
await sleep(SETTLE_MS);
const startedAt = performance.now();
viewer.type('\n');
await all;
const seconds = (performance.now() - startedAt) / 1000;
// The read models may still be catching up. That must not slow down what comes next.
await viewer.ended;
await viewer.close();
process.stdout.write(JSON.stringify(seconds));
