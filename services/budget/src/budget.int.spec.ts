import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setBudgetReplySchema, STREAMS, subjects, type FleetEvent } from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, parseEvent, provisionStreams, readSubject, request, type Broker } from '@agents-fleet/event-log';
import { createLogger, type RunningService } from '@agents-fleet/platform';
import { aCostRecorded, aSessionEnded, aSessionStarted, startBroker, waitFor, type TestBroker } from '@agents-fleet/testing';
import { startBudget } from './index.js';

const noTokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const logger = createLogger('spec', 'silent');

let broker: TestBroker;
let connection: Broker;
let publisher: EventPublisher;
let service: RunningService | null = null;
let sessions = 0;
let session: string;

const start = async () => {
  service = await startBudget({ FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'silent', FLEET_COUNT_CACHE_READS: false }, logger);
  await waitFor(() => service?.health().ok, { what: 'a healthy budget service' });
};
const stop = async () => {
  await service?.stop();
  service = null;
};
const say = (event: FleetEvent) => publisher.publish(event);
const cost = (id: string, output: number) =>
  aCostRecorded({ sessionId: session, id: `cost:${session}:${id}`, data: { usageId: `${session}:${id}`, tokens: { ...noTokens, output } } });
const set = (change: object) =>
  request(connection, subjects.budgetCommand('set'), { sessionId: session, correlationId: 'c', ...change }, { timeoutMs: 3_000, reply: setBudgetReplySchema });

/** The session's limits in the log, as the log has them, until there are `count`. */
async function limits(count: number): Promise<string[]> {
  const reader = await readSubject(connection, { stream: STREAMS.log, subject: subjects.event(session, 'limit'), fromSeq: 1 });
  const found: string[] = [];
  try {
    for await (const message of reader) {
      const event = parseEvent(message.data);
      if ('id' in event) found.push(event.id.replace(session, 'S'));
      if (found.length >= count) break;
    }
    return found;
  } finally {
    reader.stop();
  }
}

beforeAll(async () => {
  broker = await startBroker();
  connection = await connectBroker({ url: broker.url, name: 'spec', logger });
  await provisionStreams(connection);
  publisher = new EventPublisher(connection);
}, 60_000);
afterAll(async () => {
  publisher.close();
  await connection.close();
  await broker.stop();
});
beforeEach(() => {
  sessions += 1;
  session = `01JZ00000000000000000001${String(sessions).padStart(2, '0')}`;
});
afterEach(stop);

describe('the budget service', () => {
  it('announces 80 % and 100 % within a few milliseconds, warned first', async () => {
    await start();
    await say(aSessionStarted({ sessionId: session }));
    await say(cost('a', 1_700));
    expect(await limits(1)).toEqual(['limit:S:warned:1']);
    const before = performance.now();
    await say(cost('b', 300));
    expect(await limits(2)).toEqual(['limit:S:warned:1', 'limit:S:reached:1']);
    // The benchmark measures it; this only catches polling or a wait for a full batch, which start at 1 s.
    expect(performance.now() - before).toBeLessThan(900);
  });

  it('finds after a restart what was not announced, and repeats nothing', async () => {
    await start();
    await say(aSessionStarted({ sessionId: session }));
    await say(cost('a', 1_700));
    await limits(1);
    await stop();
    await say(cost('b', 300));
    await start();
    expect(await limits(2)).toEqual(['limit:S:warned:1', 'limit:S:reached:1']);
    await stop();
    await start();
    await say(cost('c', 300));
    expect(await set({ budgetTokens: 9_000 })).toMatchObject({ ok: true, data: { version: 2 } });
    expect(await limits(3)).toEqual(['limit:S:warned:1', 'limit:S:reached:1', 'limit:S:changed:2']);
    expect(service?.health().details['published']).toBe(0);
  });

  it('answers a change with the budget in force, decides anew, and remembers it', async () => {
    await start();
    await say(aSessionStarted({ sessionId: session }));
    await say(cost('a', 1_000));
    expect(await set({ budgetTokens: 1_000 })).toEqual({ ok: true, data: { version: 2, budgetTokens: 1_000, budgetNanoUsd: null } });
    expect(await limits(3)).toEqual(['limit:S:changed:2', 'limit:S:warned:2', 'limit:S:reached:2']);
    await stop();
    await start();
    expect(await set({ budgetTokens: null })).toEqual({ ok: true, data: { version: 3, budgetTokens: null, budgetNanoUsd: null } });
  });

  it.each([
    [{ budgetTokens: 0 }, 'invalid_input', 'budgetTokens'],
    [{ budgetTokens: -5 }, 'invalid_input', 'budgetTokens'],
    [{ sessionId: 'no-ulid' }, 'invalid_input', 'sessionId'],
    [{ budgetTokens: 5 }, 'session_not_found', 'sessionId'],
  ])('refuses %j as %s', async (change, code, field) => {
    await start();
    expect(await set(change)).toMatchObject({ ok: false, error: { code, field } });
  });

  it('records the limits of a session that ended while it was away', async () => {
    await say(aSessionStarted({ sessionId: session }));
    await say(aSessionEnded({ sessionId: session }));
    await say(cost('a', 2_000));
    await start();
    expect(await limits(2)).toEqual(['limit:S:warned:1', 'limit:S:reached:1']);
    expect(await set({ budgetTokens: 9_000 })).toMatchObject({ ok: false, error: { code: 'session_ended' } });
  });

  it('takes what it can not read to the dead letters, and goes on', async () => {
    await start();
    await publisher.publishRaw(subjects.event(session, 'cost'), 'no JSON', {}, `poison:${session}`);
    await say(aSessionStarted({ sessionId: session }));
    await say(cost('a', 2_000));
    expect(await limits(2)).toHaveLength(2);
    const dead = await readSubject(connection, { stream: STREAMS.dead, subject: subjects.dead('budget'), fromSeq: 1 });
    for await (const message of dead) {
      expect(Buffer.from(message.data).toString()).toBe('no JSON');
      break;
    }
    dead.stop();
  });
});
