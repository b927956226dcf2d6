import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { truncate, writeFile } from 'node:fs/promises';
import { STREAMS, subjects } from '@agents-fleet/contracts';
import { provisionStreams, publishChunk, readSubject } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import { digestReadModels } from '@agents-fleet/read-models';
import { aCostRecorded, aSessionStarted, aStartSize, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { projectorConfigurationSchema, startProjector } from './index.js';
import { ProjectorBench } from './spec-support/projector-bench.js';

describe('the projector, when things go wrong', () => {
  const sessionId = '01JZ0000000000000000000042';
  let server: TestBroker;
  let bench: ProjectorBench;
  beforeAll(async () => {
    server = await startBroker();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    bench = await ProjectorBench.open(server);
  });
  afterEach(() => bench.close());

  it('buries what it can not read, goes on, and passes it on', async () => {
    await bench.start();
    await bench.publisher.publishRaw(subjects.event(sessionId, 'lifecycle'), '{"type":"session.started","v":1}', {}, 'bad-1');
    await bench.publisher.publishRaw(subjects.event(sessionId, 'usage'), 'no JSON', {}, 'bad-2');
    await bench.publisher.publishRaw(subjects.pty(sessionId), 'no headers', {}, 'bad-3');
    await bench.publisher.publish(aSessionStarted({ sessionId }));
    await publishChunk(bench.publisher, aStartSize({ sessionId }));
    await bench.caughtUp();
    await waitFor(async () => (await bench.models.deadLetters.count()) === 3);
    expect(await bench.models.sessions.get(sessionId)).toMatchObject({ status: 'running' });
    const { streams } = await bench.broker.manager();
    await waitFor(async () => (await streams.info(STREAMS.dead)).state.messages === 3, { what: 'the dead letters in their stream' });
    const dead = await readSubject(bench.broker, { stream: STREAMS.dead, subject: 'fleet.dead.projector-log', fromSeq: 1 });
    const bodies: string[] = [];
    for await (const letter of dead) {
      bodies.push(Buffer.from(letter.data).toString());
      if (bodies.length === 2) break;
    }
    dead.stop();
    expect(bodies).toEqual(['{"type":"session.started","v":1}', 'no JSON']);
  }, 30_000);

  it('skips what is published twice, even when the bench.broker has forgotten the first', async () => {
    await bench.start();
    await bench.publisher.publish(aSessionStarted({ sessionId }));
    await bench.publisher.publish(aCostRecorded({ sessionId }));
    // Another message id, so that the bench.broker takes it as new: as after its window of two minutes.
    const again = JSON.stringify(aCostRecorded({ sessionId }));
    await bench.publisher.publishRaw(subjects.event(sessionId, 'cost'), again, {}, 'after-the-window');
    await bench.caughtUp();
    expect(await bench.models.sessions.get(sessionId)).toMatchObject({ costUsd: 0.0006 });
    expect((await bench.models.checkpoints.list()).find(({ projection }) => projection === 'log')?.position).toBe(3);
  }, 30_000);

  it('refuses to be the second on one file', async () => {
    await bench.start();
    const second = projectorConfigurationSchema.parse({ FLEET_NATS_URL: server.url, FLEET_DATABASE: bench.path });
    await expect(startProjector(second, createLogger('projector', 'fatal'))).rejects.toThrow('another projector writes to');
  }, 30_000);

  it('rebuilds the same rows: from nothing, from a damaged file, and under a reader', async () => {
    await bench.publishSession(sessionId);
    const first = await bench.start();
    await bench.caughtUp();
    await waitFor(async () => (await bench.models.terminal.position(sessionId))?.lastChunk === 4);
    await first.stop();
    const digest = await digestReadModels(bench.path);

    await writeFile(bench.path, 'this is no database');
    const second = await bench.start();
    expect(await digestReadModels(bench.path)).toBe(digest);
    await second.stop();

    await truncate(bench.path, 4_096);
    await (await bench.start()).stop();
    expect(await digestReadModels(bench.path)).toBe(digest);
    // The reader was opened before all that.
    await waitFor(async () => (await bench.models.sessions.get(sessionId))?.status === 'ended');
  }, 60_000);

  it('rebuilds when the log was replaced while it ran', async () => {
    const running = await bench.start();
    await bench.publisher.publish(aSessionStarted({ sessionId }));
    await bench.caughtUp();
    const { streams } = await bench.broker.manager();
    await streams.delete(STREAMS.log);
    await provisionStreams(bench.broker, { ptyMaxBytes: 256 * 1024 * 1024 });
    const other = '01JZ0000000000000000000043';
    await bench.publisher.publish(aSessionStarted({ sessionId: other, id: 'of-the-new-log' }));
    await waitFor(async () => (await bench.models.sessions.get(other)) !== null, { timeoutMs: 20_000, what: 'the new log' });
    expect(await bench.models.sessions.get(sessionId)).toBeNull();
    await waitFor(() => running.health().ok);
  }, 60_000);
});
