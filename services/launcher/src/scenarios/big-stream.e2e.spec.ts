import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HashSink } from '../fleet-client/terminal-sink.js';
import { processesOf } from '../real-agents/processes-of.js';
import { writePrintedText } from './printed-text.js';
import { ProcessFleet } from './process-fleet.js';

const MEGABYTES = 200;
/** The text is printed in parts with pauses, so that it takes longer than the kills. */
const PARTS = 40;
const PAUSE_SECONDS = 0.2;

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

async function sha256OfTerminal(id: string): Promise<string> {
  const { body } = await fleet.client.ask('GET', `/api/sessions/${id}/terminal`);
  const hash = createHash('sha256');
  if (body !== null) for await (const piece of body) hash.update(piece);
  return hash.digest('hex');
}

describe(`a stream of ${MEGABYTES} MB`, () => {
  it('is whole at the WebSocket and in the record, though gateway, projector and broker are killed in its middle', async () => {
    const text = await writePrintedText(fleet.repo, MEGABYTES, PARTS);
    const tag = `fleet-scenario-${process.pid}-stream`;
    const command = `export SCENARIO=${tag}; for part in part-*; do cat "$part"; sleep ${PAUSE_SECONDS}; done`;
    const session = await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command });
    const sink = new HashSink();
    const viewer = fleet.client.stay(session, sink);

    const kills: [share: number, kill: () => Promise<void>, restart: () => Promise<void>][] = [
      [0.15, () => fleet.kill('gateway'), () => fleet.startService('gateway')],
      [0.35, () => fleet.kill('projector'), () => fleet.startService('projector')],
      [0.55, () => fleet.broker.kill(), () => fleet.broker.restart()],
    ];
    for (const [share, kill, restart] of kills) {
      await viewer.until(() => sink.bytes >= share * text.bytes, `${share} of the stream`, 180_000);
      expect((await processesOf(tag)).length).toBeGreaterThan(0);
      await kill();
      await sleep(150);
      await restart();
    }
    expect((await processesOf(tag)).length).toBeGreaterThan(0);
    await viewer.ended(400_000);

    expect([sink.bytes, sink.digest()]).toEqual([text.bytes, text.sha256]);
    expect(viewer.connections).toBe(2);
    expect(await sha256OfTerminal(session.id)).toBe(text.sha256);
    expect((await fleet.client.markers(session.id)).map(({ type }) => type)).not.toContain('record_gap');
    await viewer.close();
  }, 900_000);
});
