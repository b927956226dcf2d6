import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nanoUsdToUsd, type PricedUsage } from '@agents-fleet/contracts';
import { emptyLedger, ledgerTotals, recordUsage } from '@agents-fleet/domain';
import { connectBroker, EventPublisher, provisionStreams, publishChunk, type Broker } from '@agents-fleet/event-log';
import { digestReadModels, openReadModels } from '@agents-fleet/read-models';
import {
  aChunk,
  aCostRecorded,
  aSessionStarted,
  aStartSize,
  aUsageRecorded,
  serviceProgram,
  silentLogger,
  startBroker,
  temporaryDirectory,
  waitFor,
  type ServiceProgram,
  type TemporaryDirectory,
  type TestBroker,
} from '@agents-fleet/testing';

const SESSIONS = ['01JZ00000000000000000000A1', '01JZ00000000000000000000A2'];
/** Usage events of each session. */
const EVENTS = 400;
/** Pause between two of them, in milliseconds: the run has to outlast several starts of a process. */
const PACE_MS = 15;

describe('a projector that is killed in the middle of a run', () => {
  let server: TestBroker;
  let broker: Broker;
  let program: ServiceProgram;
  let directory: TemporaryDirectory;
  beforeAll(async () => {
    [server, program, directory] = await Promise.all([
      startBroker(),
      serviceProgram('services/projector/src/main.ts'),
      temporaryDirectory(),
    ]);
    broker = await connectBroker({ url: server.url, name: 'spec', logger: silentLogger() });
    await provisionStreams(broker, { ptyMaxBytes: 256 * 1024 * 1024 });
  }, 90_000);
  afterAll(async () => {
    await broker.close();
    program.remove();
    await directory.remove();
    await server.stop();
  });

  const environment = (path: string) => ({ FLEET_NATS_URL: server.url, FLEET_DATABASE: path, FLEET_LOG_LEVEL: 'fatal' });

  /** Every session: estimates, from the middle on also a better source, one publish in five repeated, and output. */
  const publishRun = async (publisher: EventPublisher, sessionId: string) => {
    let ledger = emptyLedger();
    await publisher.publish(aSessionStarted({ sessionId }));
    await publishChunk(publisher, aStartSize({ sessionId }));
    for (let number = 1; number <= EVENTS; number++) {
      await sleep(PACE_MS);
      const source = number > EVENTS / 2 && number % 2 === 0 ? 'statusline' : 'estimate';
      const data: PricedUsage = {
        ...aCostRecorded().data,
        usageId: `${sessionId}:${source}:${number}`,
        // One session is known by its requests, each told twice; the other only as a whole.
        requestId: sessionId === SESSIONS[1] ? `r${Math.ceil(number / 2)}` : null,
        source,
        tokens: { input: number, cacheRead: number % 7, cacheWrite5m: 0, cacheWrite1h: number % 3, output: 1 },
        costNanoUsd: number * 1_000,
      };
      ledger = recordUsage(ledger, data);
      const { usageId, requestId, tokens } = data;
      await publisher.publish(aUsageRecorded({ sessionId, n: number + 1, data: { usageId, requestId, source, tokens } }));
      await publisher.publish(aCostRecorded({ sessionId, data }));
      if (number % 5 === 0) {
        const repeated = JSON.stringify(aCostRecorded({ sessionId, data }));
        await publisher.publishRaw(`fleet.session.${sessionId}.event.cost`, repeated, {}, `again:${data.usageId}`);
      }
      await publishChunk(publisher, aChunk({ sessionId, n: number + 1, offset: (number - 1) * 8, body: String(number).padStart(8) }));
    }
    return ledgerTotals(ledger, { countCacheReads: false });
  };

  it('has every total of the log afterwards, nothing twice, and the rows of one that was never killed', async () => {
    const publisher = new EventPublisher(broker);
    const path = join(directory.path, 'killed.sqlite');
    const models = await openReadModels({ path, mode: 'reader' });
    let projector = await program.start(environment(path));
    let published = false;
    const run = Promise.all(SESSIONS.map((sessionId) => publishRun(publisher, sessionId))).finally(() => (published = true));
    let kills = 0;
    while (!published) {
      const before = await models.deadLetters.count().then(() => models.checkpoints.list());
      await projector.kill();
      kills++;
      projector = await program.start(environment(path));
      // It has to get somewhere between two kills.
      await waitFor(async () => JSON.stringify(await models.checkpoints.list()) !== JSON.stringify(before) || published);
    }
    expect(kills).toBeGreaterThan(1);
    const totals = await run;
    for (const [index, sessionId] of SESSIONS.entries()) {
      const expected = totals[index]!;
      const session = await waitFor(
        async () => {
          const found = await models.sessions.get(sessionId);
          return found?.lastChunk === EVENTS + 1 && found.costUsd === nanoUsdToUsd(expected.costNanoUsd) ? found : null;
        },
        { timeoutMs: 20_000, what: 'the totals of the log' },
      );
      expect(session).toMatchObject({
        usageSource: expected.source,
        bytes: EVENTS * 8,
        tokens: { input: expected.tokens.input, output: expected.tokens.output, counted: expected.counted },
      });
    }
    expect(await models.deadLetters.count()).toBe(0);
    expect(await projector.stop()).toBe(0);
    await models.close();

    const fresh = join(directory.path, 'fresh.sqlite');
    const freshModels = await openReadModels({ path: fresh, mode: 'reader' });
    const again = await program.start(environment(fresh));
    const last = await publisher.publish(aSessionStarted({ sessionId: SESSIONS[0]!, id: 'the-end' }));
    await waitFor(async () => (await freshModels.checkpoints.list()).some(({ position }) => position === last.seq), { timeoutMs: 20_000 });
    await waitFor(async () => (await freshModels.terminal.position(SESSIONS[1]!))?.lastChunk === EVENTS + 1, { timeoutMs: 20_000 });
    await waitFor(async () => (await freshModels.terminal.position(SESSIONS[0]!))?.lastChunk === EVENTS + 1, { timeoutMs: 20_000 });
    await again.stop();
    await freshModels.close();
    // The killed one has to see the last event, too.
    const caughtUp = await program.start(environment(path));
    const after = await openReadModels({ path, mode: 'reader' });
    await waitFor(async () => (await after.checkpoints.list()).some(({ position }) => position === last.seq), { timeoutMs: 20_000 });
    await caughtUp.stop();
    await after.close();
    expect(await digestReadModels(path)).toBe(await digestReadModels(fresh));
  }, 120_000);
});
