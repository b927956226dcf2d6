import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { STREAMS, subjects } from '@agents-fleet/contracts';
import { A_RUNNER_ID, A_SESSION_ID, waitFor } from '@agents-fleet/testing';
import { consume } from './consume.js';
import { publishCore, subscribeCore } from './core-messages.js';
import { EventPublisher } from './publisher.js';
import { readSubject } from './read-subject.js';
import { BrokerWithUsers, isRefused, USERS, type User } from './spec-support/broker-with-users.js';

describe('the broker’s users', () => {
  let broker: BrokerWithUsers;
  beforeAll(async () => { broker = await BrokerWithUsers.open(); }, 30_000);
  afterEach(() => broker.disconnect());
  afterAll(() => broker.close());

  it.each(USERS)('%s reads nobody else’s replies', async (user) => {
    const client = await broker.as(user);
    for (const other of USERS.filter((name) => name !== user)) {
      expect(await isRefused(client, () => client.connection.subscribe(`_INBOX.${other}.>`))).toBe(true);
    }
    expect(await isRefused(client, () => client.connection.subscribe('>'))).toBe(true);
  });

  /** Consumes until one message came. */
  const consumesOne = async (user: User, stream: string, subject: string, durable: string) => {
    const client = await broker.as(user);
    let got = 0;
    const consumption = consume(client, { stream, subject, durable, position: () => 0, handle: async (messages) => void (got += messages.length) });
    await waitFor(() => got > 0, { what: `${user} to read ${subject}` });
    await consumption.stop();
    expect(client.refusals()).toEqual([]);
  };

  it('state what the others are to read', async () => {
    const published = async (user: User, subject: string) =>
      new EventPublisher(await broker.as(user)).publishRaw(subject, '{}', {}, `first:${subject}`);
    await published('pty-host', subjects.event(A_SESSION_ID, 'lifecycle'));
    await published('pty-host', subjects.event(A_SESSION_ID, 'usage'));
    await published('pty-host', subjects.pty(A_SESSION_ID));
    await published('pricing', subjects.event(A_SESSION_ID, 'cost'));
    await published('budget', subjects.event(A_SESSION_ID, 'limit'));

    await consumesOne('runner', STREAMS.log, subjects.allEventsOf('limit'), 'runner-spec');
    await consumesOne('pricing', STREAMS.log, subjects.allEventsOf('usage'), 'pricing');
    await consumesOne('budget', STREAMS.log, subjects.allEventsOf('cost'), 'budget-cost');
    await consumesOne('git-snapshot', STREAMS.log, subjects.allEventsOf('lifecycle'), 'git-snapshot');
    await consumesOne('projector', STREAMS.log, subjects.allEvents, 'projector-log');
    await consumesOne('projector', STREAMS.pty, subjects.allPty, 'projector-pty');
  }, 30_000);

  it('keep people up to date: heartbeats, changed rows, live terminals', async () => {
    const gateway = await broker.as('gateway');
    const heard: string[] = [];
    subscribeCore(gateway, subjects.allHeartbeats, ({ subject }) => heard.push(subject));
    subscribeCore(gateway, subjects.projectionChanged, ({ subject }) => heard.push(subject));
    await gateway.connection.flush();
    publishCore(await broker.as('runner'), subjects.runnerHeartbeat(A_RUNNER_ID), {});
    publishCore(await broker.as('projector'), subjects.projectionChanged, {});
    await waitFor(() => heard.length === 2);
    const stored = await new EventPublisher(await broker.as('pty-host')).publishRaw(subjects.pty(A_SESSION_ID), 'live', {}, 'live');
    const reader = await readSubject(gateway, { stream: STREAMS.pty, subject: subjects.pty(A_SESSION_ID), fromSeq: stored.seq });
    for await (const message of reader) {
      expect(Buffer.from(message.data).toString()).toBe('live');
      break;
    }
    reader.stop();
    expect(gateway.refusals()).toEqual([]);
  });

  it('let people hear events, and neither terminals nor input', async () => {
    const observer = await broker.as('observer');
    const heard: string[] = [];
    subscribeCore(observer, subjects.allEventsOf('limit'), ({ subject }) => heard.push(subject));
    await observer.connection.flush();
    const limit = subjects.event(A_SESSION_ID, 'limit');
    await new EventPublisher(await broker.as('budget')).publishRaw(limit, '{}', {}, 'heard');
    await waitFor(() => heard.length === 1);
    expect(heard).toEqual([limit]);
    expect(observer.refusals()).toEqual([]);
    for (const subject of [subjects.allPty, subjects.allStdin, 'fleet.runner.>']) {
      expect(await isRefused(observer, () => observer.connection.subscribe(subject))).toBe(true);
    }
  });
});
