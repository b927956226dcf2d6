import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { STREAMS, subjects, type CostRecorded } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, lastSequence, parseEvent, provisionStreams, readSubject, type Broker } from '@agents-fleet/event-log';
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
