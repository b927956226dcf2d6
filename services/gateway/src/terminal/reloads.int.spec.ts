import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { TerminalScreen } from '@agents-fleet/terminal';
import { PaintingViewer } from '../spec-support/painting-viewer.js';
import { PlayedGateway } from '../spec-support/played-gateway.js';
import { type PlayedSession } from '../spec-support/played-session.js';
import { seededRandom } from '../spec-support/seeded-random.js';

const RELOADS = 50;
const COLS = 120;
const CHUNK_BYTES = 16_000;
/** Printed while nobody watches, now and then: far more than a browser is sent one by one. */
const LONG_ABSENCE_CHUNKS = 200;

describe('a page that is reloaded in the middle of a burst', () => {
  let gateway: PlayedGateway;

  beforeAll(async () => { gateway = await PlayedGateway.open(); });
  afterAll(() => gateway.close());

  /**
   * What paints the screen after everything printed so far: the end of it, from a line's beginning. This session prints
   * plain text and never a line's end, and its screen is what this spec compares.
   */
  function stateOf(session: PlayedSession, chunks: number): Buffer {
    const printed = Buffer.concat(session.output.slice(0, chunks - 1));
    const from = Math.max(0, printed.length - 2 * COLS * 32);
    return printed.subarray(from - (from % COLS));
  }

  it.each<['all' | 'screen', boolean]>([
    ['all', false],
    ['screen', true],
  ])(`shows after ${RELOADS} reloads and lost connections exactly the record, with history %s`, async (history, skips) => {
    const session = await gateway.session();
    const viewer = await PaintingViewer.open(gateway.test, session.id, history);
    const random = seededRandom(20_260_116);
    for (let round = 1; round <= RELOADS; round += 1) {
      await viewer.connect();
      const printing = session.print(1 + Math.floor(random() * 20), CHUNK_BYTES);
      await sleep(random() * 15);
      if (round % 10 === 0) await viewer.reload();
      else await viewer.drop();
      await printing;
      if (round % 7 === 0) await session.print(LONG_ABSENCE_CHUNKS, CHUNK_BYTES);
      if (random() < 0.5) continue;
      const projected = session.lastChunk - Math.floor(random() * 10);
      await session.project(projected);
      session.keepPage(projected, stateOf(session, projected));
    }
    await viewer.connect();
    await session.print(20, CHUNK_BYTES);
    await viewer.until(session.lastChunk);

    const linear = await TerminalScreen.open(COLS, 32);
    await linear.write(session.bytes);
    expect([viewer.disorder, viewer.snapshots.length > 0]).toEqual([null, skips]);
    expect(viewer.lines).toEqual(linear.lines);
    await viewer.drop();
  }, 120_000);
});
