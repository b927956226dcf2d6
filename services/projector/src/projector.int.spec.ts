import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { projectionChangedSchema, sessionSchema, subjects, type ProjectionChanged } from '@agents-fleet/contracts';
import { publishChunk, subscribeCore } from '@agents-fleet/event-log';
import { aChunk, aCostRecorded, aSessionStarted, aStartSize, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { ProjectorBench } from './spec-support/projector-bench.js';

const page = { limit: 200 };

describe('the projector', () => {
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

  it('makes a session with everything that belongs to it', async () => {
    await bench.publishSession(sessionId);
    await bench.start();
    await bench.caughtUp();
    const session = await waitFor(async () => {
      const found = await bench.models.sessions.get(sessionId);
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
    const markers = await bench.models.markers.list(sessionId, page);
    expect(markers.items.map(({ type, summary }) => `${type}: ${summary}`)).toEqual([
      'started: Started “make all” in /home/ada/engine, budget 2,000 tokens',
      'budget_warned: 80 % of the budget used: 1,612 of 2,000 tokens',
      'budget_exceeded: Budget used up: 2,004 of 2,000 tokens',
      'stop_requested: Stop requested by the budget',
      'process_exit: Ended by SIGINT',
      'ended: Ended in 0.3 s: budget used up; no process left',
    ]);
    const chunks = await bench.models.terminal.chunks(sessionId, { from: 1, maxBytes: 1_000 });
    expect(chunks.map(({ n, kind, data }) => [n, kind, data.toString()])).toEqual([
      [1, 'resize', '120x32'],
      [2, 'output', 'building\r\n'],
      [3, 'resize', '90x30'],
      [4, 'output', '\x1b[1mdone\x1b[0m\r\n'],
    ]);
    expect((await bench.models.stdin.list(sessionId, page)).items.map(({ text, length }) => [text, length])).toEqual([['ls\r', 3], [null, 9]]);
    expect((await bench.models.usage.list(sessionId, page)).items[0]).toMatchObject({ costUsd: 0.0006, confidence: 'assumed' });
    expect((await bench.models.artifacts.list(sessionId, page)).items).toMatchObject([{ kind: 'git_state', title: 'Repo at the start: main at 0123456789ab' }]);
    const spend = await bench.models.spend.list({ from: '2026-01-01', to: '2026-01-31', bucket: 'month', by: 'repo' });
    expect(spend).toEqual([
      { bucket: '2026-01-01', key: '/home/ada/engine', costUsd: 0.003, tokens: { input: 500, cacheRead: 0, cacheWrite: 0, output: 100 } },
    ]);
  }, 30_000);

  it('says which sessions have changed', async () => {
    await bench.start();
    const changed: ProjectionChanged[] = [];
    const listening = subscribeCore(bench.broker, subjects.projectionChanged, (message) => {
      changed.push(projectionChangedSchema.parse(message.json()));
    });
    await bench.broker.connection.flush();
    await bench.publisher.publish(aSessionStarted({ sessionId }));
    await waitFor(() => changed.some(({ sessionIds }) => sessionIds.includes(sessionId)));
    expect(await bench.models.sessions.get(sessionId)).toMatchObject({ status: 'running' });
    const resuming = '01JZ0000000000000000000044';
    const before = changed.length;
    await bench.publisher.publish(aSessionStarted({ sessionId: resuming, data: { resumeOf: sessionId } }));
    // The one that it resumes shows another session now.
    await waitFor(() => [sessionId, resuming].every((id) => changed.slice(before).some(({ sessionIds }) => sessionIds.includes(id))));
    expect(await bench.models.sessions.get(sessionId)).toMatchObject({ resumedBy: resuming });
    listening.stop();
  }, 30_000);

  it('shows no session before its start, and keeps what came earlier', async () => {
    await bench.start();
    await publishChunk(bench.publisher, aStartSize({ sessionId }));
    await bench.publisher.publish(aCostRecorded({ sessionId }));
    await bench.caughtUp();
    expect((await bench.models.sessions.list({ limit: 10 })).items).toEqual([]);
    await bench.publisher.publish(aSessionStarted({ sessionId }));
    await bench.caughtUp();
    expect(await bench.models.sessions.get(sessionId)).toMatchObject({ status: 'running', lastChunk: 1, costUsd: 0.0006 });
    const spend = await bench.models.spend.list({ from: '2026-01-15', to: '2026-01-15', bucket: 'day', by: 'command' });
    expect(spend).toMatchObject([{ key: 'make all', costUsd: 0.0006 }]);
  }, 30_000);

  it('waits for a missing chunk, and shows nothing behind a hole', async () => {
    await bench.start();
    await publishChunk(bench.publisher, aStartSize({ sessionId }));
    await publishChunk(bench.publisher, aChunk({ sessionId, n: 3, offset: 1, body: 'b' }));
    await publishChunk(bench.publisher, aChunk({ sessionId, n: 4, offset: 2, body: 'c' }));
    const hole = await waitFor(async () => {
      const position = await bench.models.terminal.position(sessionId);
      return position?.lastChunk === 1 && position.streamSeq === 1 ? position : null;
    });
    expect(hole).toEqual({ lastChunk: 1, bytes: 0, streamSeq: 1 });
    await publishChunk(bench.publisher, aChunk({ sessionId, n: 2, offset: 0, body: 'a' }));
    await waitFor(async () => (await bench.models.terminal.position(sessionId))?.lastChunk === 4);
    expect(await bench.models.terminal.position(sessionId)).toEqual({ lastChunk: 4, bytes: 3, streamSeq: 4 });
  }, 30_000);
});
