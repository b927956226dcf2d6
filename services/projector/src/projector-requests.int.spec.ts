import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_GROUPS, sessionSchema, subjects, type FleetEvent, type PricedUsage } from '@agents-fleet/contracts';
import { digestReadModels, openWriter } from '@agents-fleet/read-models';
import {
  aContextMeasured,
  aCostRecorded,
  anActivityChange,
  aResumableSession,
  aSessionEnded,
  aSessionStarted,
  aUsageRecorded,
  startBroker,
  waitFor,
  type TestBroker,
} from '@agents-fleet/testing';
import { ProjectorBench } from './spec-support/projector-bench.js';

const tokens = { input: 12, cacheRead: 15_000, cacheWrite5m: 1_000, cacheWrite1h: 2_000, output: 321 };

describe('the projector, of an agent whose requests are known one by one', () => {
  const sessionId = '01JZ0000000000000000000042';
  const resumedBy = '01JZ0000000000000000000043';
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

  let n = 1;
  const usage = (usageId: string, data: Partial<PricedUsage>, at: string): FleetEvent[] => {
    const { costNanoUsd = 0, confidence = 'exact', ...view } = { source: 'otel' as const, model: 'opus', ...data, usageId };
    return [
      aUsageRecorded({ sessionId, n: ++n, at, data: view }),
      aCostRecorded({ sessionId, at, data: { ...view, costNanoUsd, confidence } }),
    ];
  };
  /** A life in which everything is said twice, and most of it in two ways. */
  const life = (): FleetEvent[] => {
    n = 10;
    return [
      aSessionStarted({ sessionId, data: { agent: 'claude', carried: { countedTokens: 900, costNanoUsd: 2_000_000 } } }),
      anActivityChange({ sessionId, n: 2, data: { activity: 'working' } }),
      ...usage('line', { source: 'statusline', requestId: null, tokens: { ...tokens, input: 0 }, costNanoUsd: 900_000_000, confidence: 'reported' }, '2026-01-15T10:00:10.000Z'),
      ...usage('placeholder', { source: 'transcript', requestId: 'r1', partial: true, tokens: { ...tokens, output: 1 }, costNanoUsd: 24_068_000, confidence: 'estimated' }, '2026-01-15T10:01:10.000Z'),
      ...usage('final', { requestId: 'r1', tokens, costNanoUsd: 30_468_000 }, '2026-01-15T10:02:10.000Z'),
      ...usage('late', { source: 'transcript', requestId: 'r1', tokens, costNanoUsd: 30_468_000, confidence: 'reported' }, '2026-01-15T10:03:10.000Z'),
      ...usage('second', { requestId: 'r2', tokens: { ...tokens, cacheRead: 0 }, costNanoUsd: 27_468_000 }, '2026-01-15T10:03:20.000Z'),
      aContextMeasured({ sessionId, n: 3, data: { usedTokens: 18_012 } }),
      aResumableSession({ sessionId, n: 4 }),
      anActivityChange({ sessionId, n: 6, data: { activity: 'waiting' } }),
      // Overtaken by the one before.
      anActivityChange({ sessionId, n: 5, data: { activity: 'working' } }),
      aSessionStarted({ sessionId: resumedBy, data: { resumeOf: sessionId } }),
    ];
  };
  const publishTwice = async (events: readonly FleetEvent[]) => {
    for (const event of events) {
      await bench.publisher.publish(event);
      // Under another message id, as after the broker's window.
      await bench.publisher.publishRaw(subjects.event(event.sessionId, EVENT_GROUPS[event.type]), JSON.stringify(event), {}, `again:${event.id}`);
    }
    await bench.caughtUp();
  };
  const shown = {
    status: 'waiting',
    activity: 'waiting',
    costUsd: 0.057936,
    tokens: { input: 24, cacheRead: 15_000, cacheWrite: 6_000, cacheWrite5m: 2_000, cacheWrite1h: 4_000, output: 642, total: 21_666, counted: 6_666 },
    carried: { costUsd: 0.002, countedTokens: 900 },
    context: { usedTokens: 18_012, windowTokens: 200_000 },
    confidence: 'exact',
    usageSource: 'otel',
    models: ['opus'],
    recentCosts: [
      { at: '2026-01-15T10:03:00.000Z', costUsd: 0.027468 },
      { at: '2026-01-15T10:02:00.000Z', costUsd: 0.030468 },
    ],
    resumedBy,
    resumeCommand: 'claude --resume b0a7c0de-0000-4000-8000-000000000001',
  };

  it('counts each of them once, however often and in whatever way it is told', async () => {
    await publishTwice(life());
    const session = await bench.models.sessions.get(sessionId);
    expect(sessionSchema.parse(session)).toEqual(session);
    expect(session).toMatchObject(shown);
    const { items } = await bench.models.usage.list(sessionId, { limit: 100 });
    expect(items.map(({ usageId, requestId, partial, counted }) => [usageId, requestId, partial, counted])).toEqual([
      ['line', null, false, false],
      ['placeholder', 'r1', true, false],
      ['final', 'r1', false, true],
      ['late', 'r1', false, false],
      ['second', 'r2', false, true],
    ]);
    const spend = await bench.models.spend.list({ from: '2026-01-15', to: '2026-01-15', bucket: 'day', by: 'model' });
    expect(spend).toEqual([{ bucket: '2026-01-15', key: 'opus', costUsd: 0.057936, tokens: { input: 24, cacheRead: 15_000, cacheWrite: 6_000, output: 642 } }]);
    await publishTwice([aSessionEnded({ sessionId })]);
    expect(await bench.models.sessions.get(sessionId)).toMatchObject({ status: 'ended', activity: null });
  }, 30_000);

  it('makes the same rows of a database of version 0.1, from the log', async () => {
    await publishTwice(life());
    await bench.projector.stop();
    const digest = await digestReadModels(bench.path);
    const source = await openWriter(bench.path);
    // All but the first.
    await source.undoLastMigration();
    await source.undoLastMigration();
    await source.query(`UPDATE checkpoints SET version = '1'`);
    await source.destroy();
    await bench.start();
    await waitFor(async () => (await bench.models.sessions.get(sessionId))?.resumedBy === resumedBy);
    expect(await bench.models.sessions.get(sessionId)).toMatchObject(shown);
    await bench.projector.stop();
    expect(await digestReadModels(bench.path)).toBe(digest);
  }, 30_000);
});
