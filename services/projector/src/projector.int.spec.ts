import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { projectionChangedSchema, sessionSchema, STREAMS, subjects, type ProjectionChanged } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, provisionStreams, publishChunk, publishStdin, readSubject, subscribeCore, type Broker } from '@agents-fleet/event-log';
import { createLogger, type RunningService } from '@agents-fleet/platform';
import { digestReadModels, openReadModels, type ReadModels } from '@agents-fleet/read-models';
import {
  aChunk,
  aCostRecorded,
  aGitCaptured,
  aLimitReached,
  aLimitWarned,
  aProcessExited,
  aSessionEnded,
  aSessionStarted,
  aStartSize,
  aStdinRecord,
  aStopRequested,
  aUsageRecorded,
  silentLogger,
  startBroker,
  temporaryDirectory,
  waitFor,
  type TemporaryDirectory,
  type TestBroker,
} from '@agents-fleet/testing';
import { projectorConfigurationSchema, startProjector } from './index.js';

const page = { limit: 200 };

describe('the projector', () => {
  let server: TestBroker;
  let broker: Broker;
  let publisher: EventPublisher;
  let directory: TemporaryDirectory;
  let path: string;
  let models: ReadModels;
  let projector: RunningService | null = null;
  const sessionId = '01JZ0000000000000000000042';

  beforeAll(async () => {
    server = await startBroker();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    broker = await connectBroker({ url: server.url, name: 'spec', logger: silentLogger() });
    const { streams } = await broker.manager();
    for (const name of Object.values(STREAMS)) await streams.delete(name).catch(() => undefined);
    await provisionStreams(broker, { ptyMaxBytes: 256 * 1024 * 1024 });
    publisher = new EventPublisher(broker);
    directory = await temporaryDirectory();
    path = join(directory.path, 'read-models.sqlite');
    models = await openReadModels({ path, mode: 'reader' });
  });
  afterEach(async () => {
    await projector?.stop();
    projector = null;
    await models.close();
    publisher.close();
    await broker.close();
    await directory.remove();
  });

  const start = async (database = path) => {
    const configuration = projectorConfigurationSchema.parse({ FLEET_NATS_URL: server.url, FLEET_DATABASE: database });
    projector = await startProjector(configuration, createLogger('projector', 'fatal'));
    return projector;
  };
  /** Waits until nothing is left to project. */
  const caughtUp = () =>
    waitFor(
      async () => {
        const { consumers } = await broker.manager();
        const streamOf = { log: STREAMS.log, pty: STREAMS.pty, stdin: STREAMS.pty };
        const left = Object.entries(streamOf).map(async ([name, stream]) => {
          const info = await consumers.info(stream, `projector-${name}`);
          return info.num_pending + info.num_ack_pending;
        });
        return (await Promise.all(left)).every((pending) => pending === 0);
      },
      { what: 'the projector to catch up' },
    );

  /** A session from its start to its stop by budget, with terminal, input, usage and git. */
  const publishSession = async () => {
    await publisher.publish(aSessionStarted({ sessionId }));
    await publisher.publish(aGitCaptured({ sessionId }));
    await publishChunk(publisher, aStartSize({ sessionId }));
    await publishChunk(publisher, aChunk({ sessionId, n: 2, offset: 0, body: 'building\r\n' }));
    await publishChunk(publisher, aChunk({ sessionId, n: 3, kind: 'resize', offset: 10, body: '90x30' }));
    await publishChunk(publisher, aChunk({ sessionId, n: 4, offset: 10, body: '\x1b[1mdone\x1b[0m\r\n' }));
    await publishStdin(publisher, aStdinRecord({ sessionId }));
    await publishStdin(publisher, aStdinRecord({ sessionId, n: 2, redacted: true, length: 9, body: Buffer.alloc(0) }));
    for (let number = 1; number <= 5; number++) {
      const usageId = `${sessionId}:estimate:${number}`;
      await publisher.publish(aUsageRecorded({ sessionId, n: number + 1, data: { usageId } }));
      await publisher.publish(aCostRecorded({ sessionId, data: { usageId } }));
    }
    await publisher.publish(aLimitWarned({ sessionId }));
    await publisher.publish(aLimitReached({ sessionId }));
    await publisher.publish(aStopRequested({ sessionId, data: { reason: 'budget_exceeded', enforcedBy: 'budget' } }));
    await publisher.publish(aProcessExited({ sessionId, data: { exitCode: null, signal: 'SIGINT' } }));
    await publisher.publish(aSessionEnded({
      sessionId,
      data: { stopReason: 'budget_exceeded', exitCode: null, signal: 'SIGINT', stopDurationMs: 310 },
    }));
  };

  it('makes a session with everything that belongs to it', async () => {
    await publishSession();
    await start();
    await caughtUp();
    const session = await waitFor(async () => {
      const found = await models.sessions.get(sessionId);
      return found?.lastChunk === 4 ? found : null;
    });
    expect(sessionSchema.parse(session)).toEqual(session);
    expect(session).toMatchObject({
      status: 'ended',
      stopReason: 'budget_exceeded',
      signal: 'SIGINT',
      limitState: 'reached',
      tokens: { input: 500, output: 100, total: 600, counted: 600 },
      costUsd: 0.003,
      confidence: 'assumed',
      usageSource: 'estimate',
      cols: 90,
      rows: 30,
      lastLine: 'done',
      branch: 'main',
      survivors: 0,
    });
    const markers = await models.markers.list(sessionId, page);
    expect(markers.items.map(({ type, summary }) => `${type}: ${summary}`)).toEqual([
      'started: Started “make all” in /home/ada/engine, budget 2,000 tokens',
      'budget_warned: 80 % of the budget used: 1,612 of 2,000 tokens',
      'budget_exceeded: Budget used up: 2,004 of 2,000 tokens',
      'stop_requested: Stop requested by the budget',
      'process_exit: Ended by SIGINT',
      'ended: Ended in 0.3 s: budget used up; no process left',
    ]);
    const chunks = await models.terminal.chunks(sessionId, { from: 1, maxBytes: 1_000 });
    expect(chunks.map(({ n, kind, data }) => [n, kind, data.toString()])).toEqual([
      [1, 'resize', '120x32'],
      [2, 'output', 'building\r\n'],
      [3, 'resize', '90x30'],
      [4, 'output', '\x1b[1mdone\x1b[0m\r\n'],
    ]);
    expect((await models.stdin.list(sessionId, page)).items.map(({ text, length }) => [text, length])).toEqual([['ls\r', 3], [null, 9]]);
    expect((await models.usage.list(sessionId, page)).items[0]).toMatchObject({ costUsd: 0.0006, confidence: 'assumed' });
    expect((await models.artifacts.list(sessionId, page)).items).toMatchObject([{ kind: 'git_state', title: 'Repo at the start: main at 0123456789ab' }]);
    const spend = await models.spend.list({ from: '2026-01-01', to: '2026-01-31', bucket: 'month', by: 'repo' });
    expect(spend).toEqual([
      { bucket: '2026-01-01', key: '/home/ada/engine', costUsd: 0.003, tokens: { input: 500, cacheRead: 0, cacheWrite: 0, output: 100 } },
    ]);
  }, 30_000);

  it('says which sessions have changed', async () => {
    await start();
    const changed: ProjectionChanged[] = [];
    const listening = subscribeCore(broker, subjects.projectionChanged, (message) => {
      changed.push(projectionChangedSchema.parse(message.json()));
    });
    await broker.connection.flush();
    await publisher.publish(aSessionStarted({ sessionId }));
    await waitFor(() => changed.some(({ sessionIds }) => sessionIds.includes(sessionId)));
    expect(await models.sessions.get(sessionId)).toMatchObject({ status: 'running' });
    listening.stop();
  }, 30_000);

  it('shows no session before its start, and keeps what came earlier', async () => {
    await start();
    await publishChunk(publisher, aStartSize({ sessionId }));
    await publisher.publish(aCostRecorded({ sessionId }));
    await caughtUp();
    expect((await models.sessions.list({ limit: 10 })).items).toEqual([]);
    await publisher.publish(aSessionStarted({ sessionId }));
    await caughtUp();
    expect(await models.sessions.get(sessionId)).toMatchObject({ status: 'running', lastChunk: 1, costUsd: 0.0006 });
    const spend = await models.spend.list({ from: '2026-01-15', to: '2026-01-15', bucket: 'day', by: 'command' });
    expect(spend).toMatchObject([{ key: 'make all', costUsd: 0.0006 }]);
  }, 30_000);

  it('waits for a missing chunk, and shows nothing behind a hole', async () => {
    await start();
    await publishChunk(publisher, aStartSize({ sessionId }));
    await publishChunk(publisher, aChunk({ sessionId, n: 3, offset: 1, body: 'b' }));
    await publishChunk(publisher, aChunk({ sessionId, n: 4, offset: 2, body: 'c' }));
    const hole = await waitFor(async () => {
      const position = await models.terminal.position(sessionId);
      return position?.lastChunk === 1 && position.streamSeq === 1 ? position : null;
    });
    expect(hole).toEqual({ lastChunk: 1, bytes: 0, streamSeq: 1 });
    await publishChunk(publisher, aChunk({ sessionId, n: 2, offset: 0, body: 'a' }));
    await waitFor(async () => (await models.terminal.position(sessionId))?.lastChunk === 4);
    expect(await models.terminal.position(sessionId)).toEqual({ lastChunk: 4, bytes: 3, streamSeq: 4 });
  }, 30_000);

  it('buries what it can not read, goes on, and passes it on', async () => {
    await start();
    await publisher.publishRaw(subjects.event(sessionId, 'lifecycle'), '{"type":"session.started","v":1}', {}, 'bad-1');
    await publisher.publishRaw(subjects.event(sessionId, 'usage'), 'no JSON', {}, 'bad-2');
    await publisher.publishRaw(subjects.pty(sessionId), 'no headers', {}, 'bad-3');
    await publisher.publish(aSessionStarted({ sessionId }));
    await publishChunk(publisher, aStartSize({ sessionId }));
    await caughtUp();
    await waitFor(async () => (await models.deadLetters.count()) === 3);
    expect(await models.sessions.get(sessionId)).toMatchObject({ status: 'running' });
    const { streams } = await broker.manager();
    await waitFor(async () => (await streams.info(STREAMS.dead)).state.messages === 3, { what: 'the dead letters in their stream' });
    const dead = await readSubject(broker, { stream: STREAMS.dead, subject: 'fleet.dead.projector-log', fromSeq: 1 });
    const bodies: string[] = [];
    for await (const letter of dead) {
      bodies.push(Buffer.from(letter.data).toString());
      if (bodies.length === 2) break;
    }
    dead.stop();
    expect(bodies).toEqual(['{"type":"session.started","v":1}', 'no JSON']);
  }, 30_000);

  it('skips what is published twice, even when the broker has forgotten the first', async () => {
    await start();
    await publisher.publish(aSessionStarted({ sessionId }));
    await publisher.publish(aCostRecorded({ sessionId }));
    // Another message id, so that the broker takes it as new: as after its window of two minutes.
    const again = JSON.stringify(aCostRecorded({ sessionId }));
    await publisher.publishRaw(subjects.event(sessionId, 'cost'), again, {}, 'after-the-window');
    await caughtUp();
    expect(await models.sessions.get(sessionId)).toMatchObject({ costUsd: 0.0006 });
    expect((await models.checkpoints.list()).find(({ projection }) => projection === 'log')?.position).toBe(3);
  }, 30_000);

  it('refuses to be the second on one file', async () => {
    await start();
    const second = projectorConfigurationSchema.parse({ FLEET_NATS_URL: server.url, FLEET_DATABASE: path });
    await expect(startProjector(second, createLogger('projector', 'fatal'))).rejects.toThrow('another projector writes to');
  }, 30_000);

  it('rebuilds the same rows: from nothing, from a damaged file, and under a reader', async () => {
    await publishSession();
    const first = await start();
    await caughtUp();
    await waitFor(async () => (await models.terminal.position(sessionId))?.lastChunk === 4);
    await first.stop();
    const digest = await digestReadModels(path);

    const { writeFile, truncate } = await import('node:fs/promises');
    await writeFile(path, 'this is no database');
    const second = await start();
    expect(await digestReadModels(path)).toBe(digest);
    await second.stop();

    await truncate(path, 4_096);
    await (await start()).stop();
    expect(await digestReadModels(path)).toBe(digest);
    // The reader was opened before all that.
    await waitFor(async () => (await models.sessions.get(sessionId))?.status === 'ended');
  }, 60_000);

  it('rebuilds when the log was replaced while it ran', async () => {
    const running = await start();
    await publisher.publish(aSessionStarted({ sessionId }));
    await caughtUp();
    const { streams } = await broker.manager();
    await streams.delete(STREAMS.log);
    await provisionStreams(broker, { ptyMaxBytes: 256 * 1024 * 1024 });
    const other = '01JZ0000000000000000000043';
    await publisher.publish(aSessionStarted({ sessionId: other, id: 'of-the-new-log' }));
    await waitFor(async () => (await models.sessions.get(other)) !== null, { timeoutMs: 20_000, what: 'the new log' });
    expect(await models.sessions.get(sessionId)).toBeNull();
    await waitFor(() => running.health().ok);
  }, 60_000);
});
