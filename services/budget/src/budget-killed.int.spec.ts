import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STREAMS, subjects } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, lastSequence, parseEvent, provisionStreams, readSubject, type Broker } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import { aCostRecorded, aSessionStarted, serviceProgram, startBroker, waitFor, type ServiceProgram, type TestBroker } from '@agents-fleet/testing';

const SESSIONS = 20;
const COSTS = 40;
const KILLS = 5;
const noTokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const session = (index: number) => `01JZ00000000000000000002${String(index).padStart(2, '0')}`;

let broker: TestBroker;
let connection: Broker;
let program: ServiceProgram;

beforeAll(async () => {
  broker = await startBroker();
  connection = await connectBroker({ url: broker.url, name: 'spec', logger: createLogger('spec', 'silent') });
  await provisionStreams(connection);
  program = await serviceProgram('services/budget/src/main.ts');
}, 60_000);
afterAll(async () => {
  program.remove();
  await connection.close();
  await broker.stop();
});

async function limitIds(): Promise<string[]> {
  const end = await lastSequence(connection, STREAMS.log);
  const reader = await readSubject(connection, { stream: STREAMS.log, subject: subjects.allEvents, fromSeq: 1 });
  const ids: string[] = [];
  for await (const message of reader) {
    const event = parseEvent(message.data);
    if ('id' in event && event.id.startsWith('limit:')) ids.push(event.id);
    if (message.seq >= end) break;
  }
  reader.stop();
  return ids;
}

describe('kill -9 of the budget service in the middle of a run', () => {
  it('neither loses nor repeats a limit', async () => {
    const publisher = new EventPublisher(connection);
    const feed = async () => {
      for (let index = 0; index < SESSIONS; index += 1) await publisher.publish(aSessionStarted({ sessionId: session(index) }));
      for (let step = 0; step < COSTS; step += 1) {
        for (let index = 0; index < SESSIONS; index += 1) {
          const usageId = `${session(index)}:${step}`;
          // 40 steps of 40 to 78 tokens: 1,600 to 3,120 in all, so some sessions are warned and most are reached.
          const data = { usageId, tokens: { ...noTokens, output: 40 + 2 * index } };
          await publisher.publish(aCostRecorded({ sessionId: session(index), id: `cost:${usageId}`, data }));
        }
        await sleep(20);
      }
    };
    const feeding = feed();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const service = await program.start({ FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'error' });
      await sleep(100 + 37 * kill);
      await service.kill();
    }
    await feeding;
    const last = await program.start({ FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'error' });
    const expected: string[] = [];
    for (let index = 0; index < SESSIONS; index += 1) {
      const total = COSTS * (40 + 2 * index);
      if (total >= 1_600) expected.push(`limit:${session(index)}:warned:1`);
      if (total >= 2_000) expected.push(`limit:${session(index)}:reached:1`);
    }
    const found = await waitFor(async () => ((ids) => (ids.length >= expected.length ? ids : null))(await limitIds()), { timeoutMs: 20_000, what: 'every limit' });
    expect(await last.stop()).toBe(0);
    expect([...found].sort()).toEqual([...expected].sort());
    expect([...(await limitIds())].sort()).toEqual([...expected].sort());
    for (let index = 0; index < SESSIONS; index += 1) {
      const own = found.filter((id) => id.includes(session(index)));
      expect(own.map((id) => id.split(':')[2])).toEqual(own.length === 2 ? ['warned', 'reached'] : ['warned']);
    }
    publisher.close();
  }, 90_000);
});
