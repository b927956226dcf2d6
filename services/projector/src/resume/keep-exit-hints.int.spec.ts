import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { publishChunk } from '@agents-fleet/event-log';
import { digestReadModels } from '@agents-fleet/read-models';
import { aChunk, aResumableSession, aSessionEnded, aSessionStarted, aStartSize, startBroker, type TestBroker } from '@agents-fleet/testing';
import { ProjectorBench } from '../spec-support/projector-bench.js';

const ID = '22222222-aaaa-4bbb-8ccc-1234567890ab';
const HINT = `\x1b[2mResume this session with:\r\nclaude --settings /run/fleet/settings.json --resume ${ID}\x1b[22m\r\n`;
const page = { limit: 200 };

describe('an ended session that says on its terminal how to resume it', () => {
  const sessionId = '01JZ0000000000000000000042';
  let server: TestBroker;
  let bench: ProjectorBench;
  beforeAll(async () => {
    server = await startBroker();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    bench = await ProjectorBench.open(server);
    await bench.start();
  });
  afterEach(() => bench.close());

  const started = () => bench.publisher.publish(aSessionStarted({ sessionId, data: { agent: 'claude', command: 'claude' } }));
  const ended = () => bench.publisher.publish(aSessionEnded({ sessionId, at: '2026-01-15T11:00:00.000Z', data: { lastChunk: 3 } }));
  const wrote = async (from: number, to: number) => {
    const chunks = [aStartSize({ sessionId }), aChunk({ sessionId, n: 2, offset: 0, body: 'bye\r\n' }), aChunk({ sessionId, n: 3, offset: 5, body: HINT })];
    for (const chunk of chunks.slice(from, to)) await publishChunk(bench.publisher, chunk);
  };
  const resumption = async () => {
    await bench.caughtUp();
    const { items } = await bench.models.artifacts.list(sessionId, page);
    return { command: (await bench.models.sessions.get(sessionId))?.resumeCommand, artifacts: items.map(({ id, data, at }) => [id, data['command'], at]) };
  };
  const kept = {
    command: `claude --resume ${ID}`,
    artifacts: [[`resume:${sessionId}:exit-hint`, `claude --resume ${ID}`, '2026-01-15T11:00:00.000Z']],
  };
  /** Damages the file, so that the log is replayed into a new one. */
  const rebuiltDigest = async () => {
    await bench.projector.stop();
    const live = await digestReadModels(bench.path);
    await writeFile(bench.path, 'this is no database');
    await (await bench.start()).stop();
    return { live, rebuilt: await digestReadModels(bench.path) };
  };

  it.each<[string, () => Promise<void>]>([
    ['the terminal first', async () => { await started(); await wrote(0, 3); await bench.caughtUp(); await ended(); }],
    ['the end first', async () => { await started(); await ended(); await bench.caughtUp(); await wrote(0, 3); }],
    ['the end before the start', async () => { await wrote(0, 3); await ended(); await bench.caughtUp(); await started(); }],
    ['the end amid the terminal', async () => { await started(); await wrote(0, 1); await ended(); await bench.caughtUp(); await wrote(1, 3); }],
  ])('%s: is resumable, without what it was started with, and so it is when the rows are built anew', async (_, happen) => {
    await happen();
    expect(await resumption()).toEqual(kept);
    const { live, rebuilt } = await rebuiltDigest();
    expect(rebuilt).toBe(live);
  }, 30_000);

  it('is not before its end, nor before its record is whole', async () => {
    await started();
    await wrote(0, 1);
    await wrote(2, 3);
    await bench.caughtUp();
    expect(await resumption()).toMatchObject({ command: null, artifacts: [] });
    await ended();
    expect(await resumption()).toMatchObject({ command: null, artifacts: [] });
    await wrote(1, 2);
    expect(await resumption()).toEqual(kept);
  }, 30_000);

  it('goes by what its agent’s adapter says, whenever that comes', async () => {
    await started();
    await wrote(0, 3);
    await ended();
    expect(await resumption()).toEqual(kept);
    await bench.publisher.publish(aResumableSession({ sessionId, data: { agentSessionId: 'another', command: 'claude --resume another' } }));
    expect(await resumption()).toMatchObject({ command: 'claude --resume another', artifacts: [[`resume:${sessionId}:another`, 'claude --resume another', expect.any(String)]] });
    const { live, rebuilt } = await rebuiltDigest();
    expect(rebuilt).toBe(live);
  }, 30_000);
});
