import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventGroupSchema, STREAMS, subjects, type EventGroup } from '@agents-fleet/contracts';
import { A_SESSION_ID, silentLogger } from '@agents-fleet/testing';
import { connectBroker } from './broker.js';
import { BrokerError, PublishRefusedError } from './broker-errors.js';
import { checkStreams } from './provision.js';
import { EventPublisher } from './publisher.js';
import { purgeSubject } from './purge-subject.js';
import { BrokerWithUsers, isRefused, USERS, type User } from './spec-support/broker-with-users.js';
import { messageFrom } from './stored-message.js';

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
  let broker: BrokerWithUsers;
  beforeAll(async () => { broker = await BrokerWithUsers.open(); }, 30_000);
  afterEach(() => broker.disconnect());
  afterAll(() => broker.close());

  it('let nobody in without a password or with a wrong one', async () => {
    const logger = silentLogger();
    await expect(connectBroker({ url: broker.server.url, name: 'nobody', logger })).rejects.toThrow(BrokerError);
    const wrong = connectBroker({ url: broker.server.url, user: 'gateway', password: 'wrong', name: 'nobody', logger });
    await expect(wrong).rejects.toThrow('refused the user or its password');
  });

  describe.each(USERS)('%s', (user) => {
    it.each([...eventGroupSchema.options, 'pty' as const, 'stdin' as const])('states %s only if it is its to state', async (fact) => {
      const client = await broker.as(user);
      const publisher = new EventPublisher(client);
      const subject = fact === 'pty' || fact === 'stdin' ? subjects[fact](A_SESSION_ID) : subjects.event(A_SESSION_ID, fact);
      const stated = publisher.publishRaw(subject, '{}', {}, `${user}:${fact}`);
      if (MAY_STATE[user].includes(fact)) await expect(stated).resolves.toMatchObject({ duplicate: false });
      else await expect(stated).rejects.toThrow(PublishRefusedError);
    });

    if (user !== 'provisioner') {
      it('finds the streams, and can’t change them', async () => {
        const client = await broker.as(user);
        await checkStreams(client);
        for (const action of ['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'MSG.DELETE', 'RESTORE']) {
          expect(await isRefused(client, () => client.connection.publish(`$JS.API.STREAM.${action}.FLEET_LOG`))).toBe(true);
        }
      });
    }
  });

  it('remove nothing, but the projector terminals', async () => {
    const subject = subjects.pty(A_SESSION_ID);
    const stored = await new EventPublisher(await broker.as('pty-host')).publishRaw(subject, 'archived', {}, 'archived');
    const later = await new EventPublisher(await broker.as('pty-host')).publishRaw(subject, 'not yet', {}, 'not-yet');
    for (const user of USERS.filter((name) => name !== 'projector' && name !== 'provisioner')) {
      const client = await broker.as(user);
      expect([user, await isRefused(client, () => client.connection.publish(`$JS.API.STREAM.PURGE.${STREAMS.pty}`, ''))]).toEqual([user, true]);
      expect([user, await isRefused(client, () => client.connection.publish(`$JS.API.STREAM.MSG.DELETE.${STREAMS.pty}`, ''))]).toEqual([user, true]);
    }
    const projector = await broker.as('projector');
    for (const action of ['PURGE', 'MSG.DELETE']) {
      expect(await isRefused(projector, () => projector.connection.publish(`$JS.API.STREAM.${action}.${STREAMS.log}`, ''))).toBe(true);
    }
    await purgeSubject(projector, { stream: STREAMS.pty, subject, upToSeq: stored.seq, stepSeqs: 2 });
    expect(await messageFrom(projector, STREAMS.pty, subject, 1)).toMatchObject({ seq: later.seq });
  });

  it.each(['runner', 'pricing', 'budget', 'git-snapshot', 'projector'] as const)('%s buries what it can’t read', async (user) => {
    const publisher = new EventPublisher(await broker.as(user));
    await expect(publisher.publishRaw(subjects.dead(user), '{}', {}, `dead:${user}`)).resolves.toMatchObject({ duplicate: false });
  });
});
