import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProcessFleet } from './process-fleet.js';

const RUNS = 200;
/** Sessions at a time: enough to get in each other's way. */
const AT_ONCE = 8;
const SIZES = [8 * 1024, 64 * 1024];

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the terminal record', () => {
  it(`holds every byte of ${RUNS} short commands`, async () => {
    const sources = SIZES.map((size) => {
      // Without a line break, because a terminal makes two bytes of one.
      const bytes = Buffer.from(randomBytes(size).toString('base64').slice(0, size));
      writeFileSync(join(fleet.repo, `source-${size}`), bytes);
      return { size, hash: sha256(bytes) };
    });
    const wrong: string[] = [];
    let next = 0;
    const worker = async () => {
      for (let run = next++; run < RUNS; run = next++) {
        const source = sources[run % sources.length];
        if (source === undefined) throw new Error('there are sources');
        const { id } = await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command: `cat source-${source.size}` });
        await fleet.ended(id);
        const bytes = await fleet.client.terminal(id);
        if (sha256(bytes) !== source.hash) wrong.push(`run ${run}: ${bytes.length} bytes of ${source.size}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(wrong).toEqual([]);
  }, 300_000);
});
