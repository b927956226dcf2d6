import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeFrames } from '@agents-fleet/wire';
import { waitFor } from '@agents-fleet/testing';
import { ScreenSink } from '../fleet-client/terminal-sink.js';
import { writePrintedText } from './printed-text.js';
import { ProcessFleet } from './process-fleet.js';

const MEGABYTES = 40;
const PARTS = 80;
const LOST_CONNECTIONS = 50;
/** Every so many times a viewer is away long enough to fall behind by more than it is sent one by one. */
const LONG_ABSENCE_EVERY = 10;
const LONG_ABSENCE_MS = 1_500;

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

describe(`a viewer that loses its connection ${LOST_CONNECTIONS} times in a burst`, () => {
  it('shows in the end what a linear replay shows, whether it is sent every chunk or may skip', async () => {
    await writePrintedText(fleet.repo, MEGABYTES, PARTS);
    const command = 'for part in part-*; do cat "$part"; sleep 0.15; done; printf "\\033[2J\\033[Hthe \\033[1mlast\\033[0m screen"';
    const session = await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command });
    const open = async (history: 'all' | 'screen') => fleet.client.stay(session, await ScreenSink.open(session.cols, session.rows), history);
    const viewers = [await open('all'), await open('screen')];

    for (let round = 1; round <= LOST_CONNECTIONS; round += 1) {
      await sleep(150);
      for (const viewer of viewers) viewer.drop(...(round % LONG_ABSENCE_EVERY === 0 ? [LONG_ABSENCE_MS] : []));
    }
    for (const viewer of viewers) await viewer.ended(120_000);

    const linear = await ScreenSink.open(session.cols, session.rows);
    await linear.output(await fleet.client.terminal(session.id));
    expect(linear.lines[0]).toBe('the last screen');
    for (const { sink, connections } of viewers) {
      expect(connections).toBeGreaterThan(LOST_CONNECTIONS / 2);
      expect(sink.lines).toEqual(linear.lines);
    }
    expect(viewers[0]?.sink.snapshots).toBe(0);
    for (const viewer of viewers) await viewer.close();

    // States are made behind the output: once there is one, a new viewer begins with it.
    const { lastChunk } = await fleet.client.session(session.id);
    await waitFor(
      async () => {
        await sleep(200);
        const answer = await fleet.client.ask('GET', `/api/sessions/${session.id}/terminal.frames?chunk=${lastChunk}`);
        return decodeFrames(await answer.arrayBuffer())[0]?.kind === 'snapshot';
      },
      { timeoutMs: 60_000, what: 'a kept state' },
    );
    const fresh = await open('screen');
    await fresh.ended(60_000);
    expect([fresh.sink.snapshots, fresh.sink.lines]).toEqual([1, linear.lines]);
    await fresh.close();
  }, 300_000);
});
