import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@agents-fleet/platform';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AgentReceiver } from './agent-receiver.js';

const logger = createLogger('receiver-spec', 'silent');

let folder: string;
let receiver: AgentReceiver;
let posted: unknown[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-receiver-'));
  receiver = await AgentReceiver.listen(folder, logger);
  posted = [];
  receiver.register('secret', (path, body) => {
    posted.push([path, body]);
    return { path };
  });
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

const post = (url: string, body: string, method = 'POST') => fetch(url, { method, body: method === 'GET' ? null : body });

describe('AgentReceiver', () => {
  it('hands what is posted to the session of the secret, and answers as that does', async () => {
    const answer = await post(`${receiver.urlOf('secret')}/v1/logs?x=1`, '{"a":1}');
    expect([answer.status, await answer.json()]).toEqual([200, { path: 'v1/logs' }]);
    expect(posted).toEqual([['v1/logs', { a: 1 }]]);
  });

  it('takes the secret by a header, too', async () => {
    const headers = { authorization: 'Bearer secret' };
    const answer = await fetch(`${receiver.url}/v1/logs`, { method: 'POST', headers, body: '[]' });
    expect([answer.status, await answer.json()]).toEqual([200, { path: 'v1/logs' }]);
    expect((await fetch(`${receiver.url}/v1/logs`, { method: 'POST', headers: { authorization: 'Bearer other' }, body: '[]' })).status).toBe(404);
  });

  it.each([
    ['a wrong secret', () => post(`${receiver.urlOf('secrex')}/v1/logs`, '{}'), 404],
    ['no secret', () => post(receiver.urlOf(''), '{}'), 404],
    ['another method', () => post(`${receiver.urlOf('secret')}/v1/logs`, '', 'GET'), 404],
    ['what is no JSON', () => post(`${receiver.urlOf('secret')}/v1/logs`, 'x=1'), 400],
  ])('takes nothing with %s', async (_, send, status) => {
    expect((await send()).status).toBe(status);
    expect(posted).toEqual([]);
  });

  it('takes no body without bound', async () => {
    const sent = post(`${receiver.urlOf('secret')}/v1/logs`, `"${'x'.repeat(9 * 1024 * 1024)}"`);
    // Whether the answer or the end of the connection is seen first is up to the network.
    expect(await sent.then(({ status }) => status, () => 413)).toBe(413);
    expect(posted).toEqual([]);
  });

  it('is at the same place after a restart, and no longer there for a session that is over', async () => {
    const url = receiver.urlOf('secret');
    await receiver.close();
    receiver = await AgentReceiver.listen(folder, logger);
    expect(receiver.urlOf('secret')).toBe(url);
    receiver.register('secret', () => ({}));
    expect((await post(`${url}/hook`, '{}')).status).toBe(200);
    receiver.unregister('secret');
    expect((await post(`${url}/hook`, '{}')).status).toBe(404);
  });

  it('finds another place when its own is taken', async () => {
    const other = await AgentReceiver.listen(folder, logger);
    expect(other.urlOf('a')).not.toBe(receiver.urlOf('a'));
    await other.close();
  });

  it('keeps its port for this user', () => {
    expect(statSync(join(folder, 'agent-receiver.port')).mode & 0o777).toBe(0o600);
  });
});
