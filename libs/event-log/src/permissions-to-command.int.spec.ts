import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { subjects } from '@agents-fleet/contracts';
import { A_RUNNER_ID } from '@agents-fleet/testing';
import { z } from 'zod';
import { request, respond } from './commands.js';
import { BrokerWithUsers, isRefused, USERS, type User } from './spec-support/broker-with-users.js';

describe('the broker’s users', () => {
  let broker: BrokerWithUsers;
  beforeAll(async () => { broker = await BrokerWithUsers.open(); }, 30_000);
  afterEach(() => broker.disconnect());
  afterAll(() => broker.close());

  /** One service asks, another answers. */
  const answers = async (asking: User, answering: User, subject: string) => {
    const there = await broker.as(answering);
    respond(there, subject, () => ({ ok: true, data: answering }));
    await there.connection.flush();
    const answer = await request(await broker.as(asking), subject, {}, { timeoutMs: 2_000, reply: z.string() });
    expect(answer).toEqual({ ok: true, data: answering });
  };

  it('answer the commands that are theirs', async () => {
    await answers('gateway', 'runner', subjects.runnerCommand(A_RUNNER_ID, 'start'));
    await answers('gateway', 'runner', subjects.runnerCommand(A_RUNNER_ID, 'stop'));
    await answers('gateway', 'pty-host', subjects.runnerCommand(A_RUNNER_ID, 'input'));
    await answers('gateway', 'pty-host', subjects.runnerCommand(A_RUNNER_ID, 'resize'));
    await answers('gateway', 'pty-host', subjects.runnerCommand(A_RUNNER_ID, 'line'));
    await answers('gateway', 'budget', subjects.budgetCommand('set'));
    await answers('gateway', 'pricing', subjects.pricingCommand('table'));
    await answers('runner', 'pricing', subjects.pricingCommand('rates'));
    await answers('gateway', 'git-snapshot', subjects.gitCommand('restore'));
    await answers('git-snapshot', 'runner', subjects.runnerCommand(A_RUNNER_ID, 'restore_file'));
  });

  it('ask for prices only if those are of use to them, and answer for nobody else', async () => {
    for (const user of USERS) {
      const client = await broker.as(user);
      if (user !== 'runner') expect([user, await isRefused(client, () => client.connection.publish(subjects.pricingCommand('rates'), '{}'))]).toEqual([user, true]);
      if (user !== 'gateway') expect([user, await isRefused(client, () => client.connection.publish(subjects.pricingCommand('table'), '{}'))]).toEqual([user, true]);
      if (user !== 'pricing') expect([user, await isRefused(client, () => client.connection.subscribe(subjects.pricingCommand('rates')))]).toEqual([user, true]);
    }
  });

  it('command nobody, unless they are the gateway', async () => {
    for (const user of USERS.filter((name) => name !== 'gateway')) {
      const client = await broker.as(user);
      expect(await isRefused(client, () => client.connection.publish(subjects.runnerCommand(A_RUNNER_ID, 'input'), 'rm -rf'))).toBe(true);
      expect(await isRefused(client, () => client.connection.publish(subjects.budgetCommand('set'), '{}'))).toBe(true);
      expect(await isRefused(client, () => client.connection.publish(subjects.gitCommand('restore'), '{}'))).toBe(true);
      if (user === 'git-snapshot') continue;
      expect([user, await isRefused(client, () => client.connection.publish(subjects.runnerCommand(A_RUNNER_ID, 'restore_file'), '{}'))]).toEqual([user, true]);
    }
  });
});
