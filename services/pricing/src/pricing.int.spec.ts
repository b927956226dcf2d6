import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pricingTableSchema, ratesReplySchema, STREAMS, subjects, type CostRecorded } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, lastSequence, parseEvent, provisionStreams, readSubject, request, type Broker } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import { A_SESSION_ID, aUsageRecorded, serviceProgram, startBroker, waitFor, type ServiceProgram, type TestBroker } from '@agents-fleet/testing';

const USAGES = 400;
const KILLS = 4;
const noTokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const usage = (n: number) =>
  aUsageRecorded({ id: `${A_SESSION_ID}:e:${n}`, n, data: { usageId: `${A_SESSION_ID}:estimate:${n}`, tokens: { ...noTokens, output: n } } });

let broker: TestBroker;
let connection: Broker;
let publisher: EventPublisher;
let program: ServiceProgram;

beforeAll(async () => {
  broker = await startBroker();
  connection = await connectBroker({ url: broker.url, name: 'spec', logger: createLogger('spec', 'silent') });
  await provisionStreams(connection);
  publisher = new EventPublisher(connection);
  program = await serviceProgram('services/pricing/src/main.ts');
}, 60_000);
afterAll(async () => {
  program.remove();
  publisher.close();
  await connection.close();
  await broker.stop();
});

/** What is in the log now, of the cost group. */
async function costs(): Promise<CostRecorded[]> {
  const end = await lastSequence(connection, STREAMS.log);
  const reader = await readSubject(connection, { stream: STREAMS.log, subject: subjects.allEvents, fromSeq: 1 });
  const found: CostRecorded[] = [];
  for await (const message of reader) {
    const event = parseEvent(message.data);
    if ('type' in event && event.type === 'cost.recorded') found.push(event);
    if (message.seq >= end) break;
  }
  reader.stop();
  return found;
}

describe('kill -9 of pricing in the middle of a run', () => {
  it('gives every usage one cost', async () => {
    const feed = async () => {
      for (let n = 1; n <= USAGES; n += 1) {
        await publisher.publish(usage(n));
        if (n % 4 === 0) await sleep(5);
      }
      await publisher.publishRaw(subjects.event(A_SESSION_ID, 'usage'), '{"type":"usage.recorded"}', {}, 'poison');
    };
    const feeding = feed();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const service = await program.start({ FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'silent' });
      await sleep(60 + 31 * kill);
      await service.kill();
    }
    await feeding;
    const last = await program.start({ FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'silent' });
    const found = await waitFor(async () => ((all) => (new Set(all.map(({ id }) => id)).size >= USAGES ? all : null))(await costs()), {
      timeoutMs: 20_000,
      what: 'a cost for every usage',
    });
    expect(await last.stop()).toBe(0);
    expect(found.map(({ id }) => id).sort()).toEqual(Array.from({ length: USAGES }, (_, n) => `cost:${A_SESSION_ID}:estimate:${n + 1}`).sort());
    expect(found.reduce((sum, { data }) => sum + data.costNanoUsd, 0)).toBe(((USAGES * (USAGES + 1)) / 2) * 15_000);
  }, 90_000);

  it('has taken what is no usage to the dead letters', async () => {
    const dead = await readSubject(connection, { stream: STREAMS.dead, subject: subjects.dead('pricing'), fromSeq: 1 });
    for await (const message of dead) {
      expect(message.header('Fleet-Dead-Why')).toContain('not an event');
      break;
    }
    dead.stop();
  }, 40_000);
});

describe('pricing', () => {
  const PRICES = JSON.stringify({ default: { inputPer1M: 7, outputPer1M: 8 }, models: { 'my-own-*': { inputPer1M: 1, outputPer1M: 2 } } });
  const environment = () => ({ FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'silent', PRICING_JSON: PRICES });

  it('prices usage by its model, keeps the price’s source, and says what models cost', async () => {
    const service = await program.start(environment());
    const priced = async (id: string, model: string, reportedCostNanoUsd: number | null) => {
      const data = { usageId: id, source: 'rollout' as const, model, reportedCostNanoUsd, tokens: { ...noTokens, input: 1_000, cacheRead: 10_000, output: 100 } };
      await publisher.publish(aUsageRecorded({ id, n: null, data }));
      return waitFor(async () => (await costs()).find((cost) => cost.id === `cost:${id}`), { timeoutMs: 20_000, what: `the cost of ${id}` });
    };
    expect((await priced('library', 'gpt-5.2-codex', null)).data).toMatchObject({
      costNanoUsd: 1_000 * 1_750 + 10_000 * 175 + 100 * 14_000, confidence: 'reported', priceSource: { kind: 'library', name: expect.stringContaining('openai/gpt-5.2') },
    });
    expect((await priced('override', 'my-own-model', 5)).data).toMatchObject({
      costNanoUsd: 1_000 * 1_000 + 10_000 * 100 + 100 * 2_000, priceSource: { kind: 'override', name: 'PRICING_JSON: my-own-*', asOf: expect.stringMatching(/Z$/) },
    });
    expect((await priced('reported', 'claude-opus-5-5', 5)).data).toMatchObject({ costNanoUsd: 5, priceSource: { kind: 'reported' } });
    expect((await priced('default', 'nobody-knows', null)).data).toMatchObject({ confidence: 'assumed', priceSource: { kind: 'default', name: 'PRICING_JSON: default' } });

    const ask = (body: unknown) => request(connection, subjects.pricingCommand('rates'), body, { timeoutMs: 5_000, reply: ratesReplySchema });
    expect(await ask({ models: ['claude-opus-5-5', 'my-own-model', 'nobody-knows'] })).toMatchObject({
      ok: true,
      data: { rates: { 'claude-opus-5-5': { input: 4 }, 'my-own-model': { input: 1 }, 'nobody-knows': { input: 7, source: { kind: 'default' } } } },
    });
    expect(await ask({ models: [] })).toMatchObject({ ok: false, error: { code: 'invalid_input', field: 'models' } });
    expect(await ask(new Uint8Array([1]))).toMatchObject({ ok: false, error: { code: 'invalid_input' } });

    const table = await request(connection, subjects.pricingCommand('table'), {}, { timeoutMs: 5_000, reply: pricingTableSchema });
    expect(table).toMatchObject({ ok: true, data: { origins: [{ name: 'PRICING_JSON', state: 'in_force' }, { kind: 'library' }, { kind: 'default' }], default: { input: 7 } } });
    expect(await service.stop()).toBe(0);
  }, 60_000);
});
