import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@agents-fleet/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { OUTPUT_WAITED } from './pty-host/session/pty-session.js';
import { FleetOfOne } from './under-test/fleet-of-one.js';

const COMMANDS = 1_000;
/** Sessions at a time: enough to get in each other's way. */
const AT_ONCE = 8;
/** A single chunk of a program that prints at full speed is more than the former, and the latter is at least eight of them. */
const [BUFFER_BYTES, OUTPUT_BYTES] = [16 * 1024, 512 * 1024];
/** A program that gets little of the processor now and then prints no faster than the broker stores. */
const MOST = 0.9;

const waitedSchema = z.object({ msg: z.literal(OUTPUT_WAITED), sessionId: z.string(), pauses: z.number(), exitedPaused: z.boolean() });

const waited: z.infer<typeof waitedSchema>[] = [];
let fleet: FleetOfOne;
beforeAll(async () => {
  fleet = await FleetOfOne.start({ services: false, environment: { FLEET_SESSION_BUFFER_BYTES: String(BUFFER_BYTES) } });
  const log = createLogger('pty-host', 'debug', {
    write: (line) => {
      const parsed = waitedSchema.safeParse(JSON.parse(line));
      if (parsed.success) waited.push(parsed.data);
    },
  });
  await fleet.startPtyHost({}, log);
  await fleet.startRunner();
}, 60_000);
afterAll(() => fleet.stop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the record of commands that print faster than the broker stores', () => {
  it(`holds every byte of ${COMMANDS} short ones, though most had to wait`, async () => {
    // Without a line break, because a terminal makes two bytes of one.
    const content = Buffer.from(randomBytes(OUTPUT_BYTES).toString('base64').slice(0, OUTPUT_BYTES));
    const path = join(fleet.repoPath, 'source');
    writeFileSync(path, content);
    const hash = sha256(content);
    const ids: string[] = [];
    const wrong: string[] = [];
    const worker = async () => {
      while (ids.length < COMMANDS) {
        const index = ids.push('') - 1;
        const id = (ids[index] = await fleet.session(`cat ${path}`));
        const { bytes: claimed } = await fleet.ended(id, 60_000);
        const { bytes } = fleet.terminal(id);
        if (sha256(bytes) !== hash) wrong.push(`command ${index}: ${bytes.length} bytes of ${OUTPUT_BYTES}, ${claimed} by its own count`);
        fleet.forgetTerminal(id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    expect(wrong).toEqual([]);
    // A case without backpressure would prove nothing: its figures come from where terminals are paused.
    expect(new Set(ids).size).toBe(COMMANDS);
    expect(ids).toEqual(expect.arrayContaining(waited.map(({ sessionId }) => sessionId)));
    expect(new Set(waited.map(({ sessionId }) => sessionId)).size).toBeGreaterThanOrEqual(MOST * COMMANDS);
    expect(fleet.ptyHost?.health().details['outputPauses']).toBe(waited.reduce((sum, { pauses }) => sum + pauses, 0));
    // The hard part: a program is gone, and its last bytes lie in a terminal that nobody reads at that moment.
    expect(waited.filter(({ exitedPaused }) => exitedPaused).length).toBeGreaterThan(0);
  }, 600_000);
});
