import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeFrames } from '@agents-fleet/wire';
import { waitFor } from '@agents-fleet/testing';
import { type SteadfastViewer } from '../fleet-client/steadfast-viewer.js';
import { ScreenSink } from '../fleet-client/terminal-sink.js';
import { writePrintedText } from './printed-text.js';
import { ProcessFleet } from './process-fleet.js';

/** Printed again and again until the viewers have had enough, but not without end. */
const MEGABYTES = 10;
const PARTS = 20;
const MOST_ROUNDS = 40;
const LOST_CONNECTIONS = 50;
/** Every so many times a viewer is away long enough to fall behind by more than it is sent one by one. */
const LONG_ABSENCE_EVERY = 10;
const LONG_ABSENCE_MS = 1_500;

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

/** Each time it has painted something: it is never lost between two losses. */
async function loseConnections(viewer: SteadfastViewer<ScreenSink>): Promise<void> {
  for (let count = 1; count <= LOST_CONNECTIONS; count += 1) {
    const before = viewer.painted;
    await viewer.until(() => viewer.connections === count && viewer.painted > before, `something new after loss ${count - 1}`, 120_000);
    viewer.drop(...(count % LONG_ABSENCE_EVERY === 0 ? [LONG_ABSENCE_MS] : []));
  }
}

describe(`a viewer that loses its connection ${LOST_CONNECTIONS} times in a burst`, () => {
  it('shows in the end what a linear replay shows, whether it is sent every chunk or may skip', async () => {
    await writePrintedText(fleet.repo, MEGABYTES, PARTS);
    const command = `for round in $(seq ${MOST_ROUNDS}); do for part in part-*; do [ -e enough ] && break 2; cat "$part"; sleep 0.15; done; done; printf '\\033[2J\\033[Hthe \\033[1mlast\\033[0m screen'`;
    const session = await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command });
    const open = async (history: 'all' | 'screen') => fleet.client.stay(session, await ScreenSink.open(session.cols, session.rows), history);
    const viewers = [await open('all'), await open('screen')];

    await Promise.all(viewers.map(loseConnections));
    writeFileSync(join(fleet.repo, 'enough'), '');
    for (const viewer of viewers) await viewer.ended(240_000);

    const linear = await ScreenSink.open(session.cols, session.rows);
    await linear.output(await fleet.client.terminal(session.id));
    expect(linear.lines[0]).toBe('the last screen');
    for (const { sink, connections } of viewers) {
      expect(connections).toBe(LOST_CONNECTIONS + 1);
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
      { timeoutMs: 180_000, what: 'a kept state' },
    );
    const fresh = await open('screen');
    await fresh.ended(120_000);
    expect([fresh.sink.snapshots, fresh.sink.lines]).toEqual([1, linear.lines]);
    await fresh.close();
  }, 900_000);
});
