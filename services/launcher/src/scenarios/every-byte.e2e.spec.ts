import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HIGH_WATERMARK_BYTES } from '@agents-fleet/terminal';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProcessFleet } from './process-fleet.js';

/** Sessions at a time: enough to get in each other's way. */
const AT_ONCE = 8;

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the terminal record', () => {
  it.each([
    ['that nothing holds up', 1_000, [8 * 1024, 64 * 1024]],
    // Eight of them at a time print faster than the broker stores, so each has to wait for it with its last bytes unread.
    ['each of which prints more than may be on its way to the broker', 200, [2 * HIGH_WATERMARK_BYTES]],
  ])('holds every byte of short commands %s: %d of them', async (_name, runs, sizes) => {
    const sources = sizes.map((size) => {
      // Without a line break, because a terminal makes two bytes of one.
      const bytes = Buffer.from(randomBytes(size).toString('base64').slice(0, size));
      writeFileSync(join(fleet.repo, `source-${size}`), bytes);
      return { size, hash: sha256(bytes) };
    });
    const wrong: string[] = [];
    let next = 0;
    const worker = async () => {
      for (let run = next++; run < runs; run = next++) {
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
  }, 900_000);
});
