import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventGroupSchema, STREAMS, subjects, type EventGroup } from '@agents-fleet/contracts';
import { A_RUNNER_ID, A_SESSION_ID, silentLogger, startBroker, temporaryDirectory, waitFor, type TemporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { z } from 'zod';
import { connectBroker, type Broker } from './broker.js';
import { BrokerError, PublishRefusedError } from './broker-errors.js';
import { request, respond } from './commands.js';
import { consume } from './consume.js';
import { publishCore, subscribeCore } from './core-messages.js';
import { checkStreams, provisionStreams } from './provision.js';
import { EventPublisher } from './publisher.js';
import { purgeSubject } from './purge-subject.js';
import { readSubject } from './read-subject.js';
import { messageFrom } from './stored-message.js';

const CONFIGURATION = new URL('../../../docker/nats/nats-server.conf', import.meta.url);
const USERS = ['provisioner', 'runner', 'pty-host', 'pricing', 'budget', 'git-snapshot', 'projector', 'gateway', 'observer'] as const;
type User = (typeof USERS)[number];

/** The facts that each service states. Everything else it must not be able to forge. */
const MAY_STATE: Readonly<Record<User, readonly (EventGroup | 'pty' | 'stdin')[]>> = {
  provisioner: [],
  runner: [],
  'pty-host': ['lifecycle', 'usage', 'pty', 'stdin'],
  pricing: ['cost'],
  budget: ['limit'],
  'git-snapshot': ['git'],
  projector: [],
  gateway: [],
  observer: [],
};

describe('the broker’s users', () => {
  let server: TestBroker;
  let directory: TemporaryDirectory;
  const connected: Broker[] = [];

  beforeAll(async () => {
    directory = await temporaryDirectory();
    // As the launcher does for the oldest server: settings that it does not know are left out.
    const file = join(directory.path, 'nats-server.conf');
    const configuration = await readFile(CONFIGURATION, 'utf8');
    await writeFile(file, configuration.split('\n').filter((line) => !/# since \S+$/.test(line)).join('\n'));
    const passwords = USERS.map((user) => [`FLEET_NATS_${user.toUpperCase().replace('-', '_')}_PASSWORD`, passwordOf(user)]);
    server = await startBroker({
      configuration: {
        file,
        environment: {
          ...(Object.fromEntries(passwords) as Record<string, string>),
          FLEET_NATS_STORE_DIR: join(directory.path, 'store'),
          FLEET_NATS_MAX_FILE_STORE: '1073741824',
        },
      },
    });
    const provisioner = await as('provisioner');
    await provisionStreams(provisioner, { ptyMaxBytes: 64 * 1024 * 1024 });
    await provisionStreams(provisioner, { ptyMaxBytes: 64 * 1024 * 1024 });
  }, 30_000);
  afterEach(async () => {
    for (const broker of connected.splice(0)) await broker.connection.close();
  });
  afterAll(async () => {
    await server.stop();
    await directory.remove();
  });

  const passwordOf = (user: string) => `password-of-${user}`;
  const as = async (user: User) => {
    const logger = silentLogger();
    const broker = await connectBroker({ url: server.url, user, password: passwordOf(user), name: user, logger });
    connected.push(broker);
    return Object.assign(broker, {
      /** What the broker has refused so far. */
      refusals: () => logger.lines.map(({ fields }) => String(fields['error'] ?? '')).filter((error) => /permissions violation/i.test(error)),
    });
  };
  const isRefused = async (broker: Awaited<ReturnType<typeof as>>, action: () => unknown) => {
    const before = broker.refusals().length;
    action();
    await broker.connection.flush();
    await broker.connection.flush();
    return waitFor(() => broker.refusals().length > before, { timeoutMs: 300 }).catch(() => false);
  };

  it('let nobody in without a password or with a wrong one', async () => {
    const logger = silentLogger();
    await expect(connectBroker({ url: server.url, name: 'nobody', logger })).rejects.toThrow(BrokerError);
    const wrong = connectBroker({ url: server.url, user: 'gateway', password: 'wrong', name: 'nobody', logger });
    await expect(wrong).rejects.toThrow('refused the user or its password');
  });

  describe.each(USERS)('%s', (user) => {
    it.each([...eventGroupSchema.options, 'pty' as const, 'stdin' as const])('states %s only if it is its to state', async (fact) => {
      const broker = await as(user);
      const publisher = new EventPublisher(broker);
      const subject = fact === 'pty' || fact === 'stdin' ? subjects[fact](A_SESSION_ID) : subjects.event(A_SESSION_ID, fact);
      const stated = publisher.publishRaw(subject, '{}', {}, `${user}:${fact}`);
      if (MAY_STATE[user].includes(fact)) await expect(stated).resolves.toMatchObject({ duplicate: false });
      else await expect(stated).rejects.toThrow(PublishRefusedError);
    });

    it('reads nobody else’s replies', async () => {
      const broker = await as(user);
      for (const other of USERS.filter((name) => name !== user)) {
        expect(await isRefused(broker, () => broker.connection.subscribe(`_INBOX.${other}.>`))).toBe(true);
      }
      expect(await isRefused(broker, () => broker.connection.subscribe('>'))).toBe(true);
    });

    if (user !== 'provisioner') {
      it('finds the streams, and can’t change them', async () => {
        const broker = await as(user);
        await checkStreams(broker);
        for (const action of ['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'MSG.DELETE', 'RESTORE']) {
          expect(await isRefused(broker, () => broker.connection.publish(`$JS.API.STREAM.${action}.FLEET_LOG`))).toBe(true);
        }
      });
    }
  });

  /** Consumes until one message came. */
  const consumesOne = async (user: User, stream: string, subject: string, durable: string) => {
    const broker = await as(user);
    let got = 0;
    const consumption = consume(broker, { stream, subject, durable, position: () => 0, handle: async (messages) => void (got += messages.length) });
    await waitFor(() => got > 0, { what: `${user} to read ${subject}` });
    await consumption.stop();
    expect(broker.refusals()).toEqual([]);
  };
  /** One service asks, another answers. */
  const answers = async (asking: User, answering: User, subject: string) => {
    const there = await as(answering);
    respond(there, subject, () => ({ ok: true, data: answering }));
    await there.connection.flush();
    const answer = await request(await as(asking), subject, {}, { timeoutMs: 2_000, reply: z.string() });
    expect(answer).toEqual({ ok: true, data: answering });
  };

  it('state what the others are to read', async () => {
    const published = async (user: User, subject: string) =>
      new EventPublisher(await as(user)).publishRaw(subject, '{}', {}, `first:${subject}`);
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

  it('answer the commands that are theirs', async () => {
    await answers('gateway', 'runner', subjects.runnerCommand(A_RUNNER_ID, 'start'));
    await answers('gateway', 'runner', subjects.runnerCommand(A_RUNNER_ID, 'stop'));
    await answers('gateway', 'pty-host', subjects.runnerCommand(A_RUNNER_ID, 'input'));
    await answers('gateway', 'pty-host', subjects.runnerCommand(A_RUNNER_ID, 'resize'));
    await answers('gateway', 'budget', subjects.budgetCommand('set'));
    await answers('gateway', 'pricing', subjects.pricingCommand('table'));
    await answers('runner', 'pricing', subjects.pricingCommand('rates'));
  });

  it('ask for prices only if those are of use to them, and answer for nobody else', async () => {
    for (const user of USERS) {
      const broker = await as(user);
      if (user !== 'runner') expect([user, await isRefused(broker, () => broker.connection.publish(subjects.pricingCommand('rates'), '{}'))]).toEqual([user, true]);
      if (user !== 'gateway') expect([user, await isRefused(broker, () => broker.connection.publish(subjects.pricingCommand('table'), '{}'))]).toEqual([user, true]);
      if (user !== 'pricing') expect([user, await isRefused(broker, () => broker.connection.subscribe(subjects.pricingCommand('rates')))]).toEqual([user, true]);
    }
  });

  it('command nobody, unless they are the gateway', async () => {
    for (const user of USERS.filter((name) => name !== 'gateway')) {
      const broker = await as(user);
      expect(await isRefused(broker, () => broker.connection.publish(subjects.runnerCommand(A_RUNNER_ID, 'input'), 'rm -rf'))).toBe(true);
      expect(await isRefused(broker, () => broker.connection.publish(subjects.budgetCommand('set'), '{}'))).toBe(true);
    }
  });

  it('keep people up to date: heartbeats, changed rows, live terminals', async () => {
    const gateway = await as('gateway');
    const heard: string[] = [];
    subscribeCore(gateway, subjects.allHeartbeats, ({ subject }) => heard.push(subject));
    subscribeCore(gateway, subjects.projectionChanged, ({ subject }) => heard.push(subject));
    await gateway.connection.flush();
    publishCore(await as('runner'), subjects.runnerHeartbeat(A_RUNNER_ID), {});
    publishCore(await as('projector'), subjects.projectionChanged, {});
    await waitFor(() => heard.length === 2);
    const stored = await new EventPublisher(await as('pty-host')).publishRaw(subjects.pty(A_SESSION_ID), 'live', {}, 'live');
    const reader = await readSubject(gateway, { stream: STREAMS.pty, subject: subjects.pty(A_SESSION_ID), fromSeq: stored.seq });
    for await (const message of reader) {
      expect(Buffer.from(message.data).toString()).toBe('live');
      break;
    }
    reader.stop();
    expect(gateway.refusals()).toEqual([]);
  });

  it('remove nothing, but the projector terminals', async () => {
    const subject = subjects.pty(A_SESSION_ID);
    const stored = await new EventPublisher(await as('pty-host')).publishRaw(subject, 'archived', {}, 'archived');
    const later = await new EventPublisher(await as('pty-host')).publishRaw(subject, 'not yet', {}, 'not-yet');
    for (const user of USERS.filter((name) => name !== 'projector' && name !== 'provisioner')) {
      const broker = await as(user);
      expect([user, await isRefused(broker, () => broker.connection.publish(`$JS.API.STREAM.PURGE.${STREAMS.pty}`, ''))]).toEqual([user, true]);
    }
    const projector = await as('projector');
    expect(await isRefused(projector, () => projector.connection.publish(`$JS.API.STREAM.PURGE.${STREAMS.log}`, ''))).toBe(true);
    expect(await purgeSubject(projector, STREAMS.pty, subject, stored.seq)).toBeGreaterThanOrEqual(1);
    expect(await messageFrom(projector, STREAMS.pty, subject, 1)).toMatchObject({ seq: later.seq });
  });

  it('let people hear events, and neither terminals nor input', async () => {
    const observer = await as('observer');
    const heard: string[] = [];
    subscribeCore(observer, subjects.allEventsOf('limit'), ({ subject }) => heard.push(subject));
    await observer.connection.flush();
    const limit = subjects.event(A_SESSION_ID, 'limit');
    await new EventPublisher(await as('budget')).publishRaw(limit, '{}', {}, 'heard');
    await waitFor(() => heard.length === 1);
    expect(heard).toEqual([limit]);
    expect(observer.refusals()).toEqual([]);
    for (const subject of [subjects.allPty, subjects.allStdin, 'fleet.runner.>']) {
      expect(await isRefused(observer, () => observer.connection.subscribe(subject))).toBe(true);
    }
  });

  it.each(['runner', 'pricing', 'budget', 'git-snapshot', 'projector'] as const)('%s buries what it can’t read', async (user) => {
    const publisher = new EventPublisher(await as(user));
    await expect(publisher.publishRaw(subjects.dead(user), '{}', {}, `dead:${user}`)).resolves.toMatchObject({ duplicate: false });
  });
});
