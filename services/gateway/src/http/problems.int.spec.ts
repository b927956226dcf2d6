import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Problem, problemSchema } from '@agents-fleet/contracts';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';

describe('bad input', () => {
  let test: GatewayUnderTest;
  beforeAll(async () => {
    test = await gatewayUnderTest();
  });
  afterAll(() => test.stop());

  async function problem(response: Response): Promise<Problem> {
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const document = problemSchema.parse(await response.json());
    expect(document.status).toBe(response.status);
    return document;
  }
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${test.origin}/api/sessions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${test.token}`, 'Content-Type': 'application/json', ...headers },
      body: new Uint8Array(Buffer.from(body)),
    });

  it('names every wrong field of a new session', async () => {
    const wrong = { kind: 'pty', repoPath: '', budgetUsd: -1, budgetTokens: 0.5, cols: 0, budgetToken: 5 };
    const { status, errors } = await problem(await test.request('POST', '/api/sessions', { json: wrong }));
    expect(status).toBe(422);
    expect(errors?.map(({ field }) => field).sort()).toEqual(['budgetToken', 'budgetTokens', 'budgetUsd', 'cols', 'repoPath']);
    expect(errors).toContainEqual({ field: 'repoPath', message: 'is required' });
    expect(errors).toContainEqual({ field: 'budgetToken', message: 'is not a known field' });
  });

  it('says what is missing', async () => {
    const { errors } = await problem(await test.request('POST', '/api/sessions', { json: { kind: 'pty' } }));
    expect(errors).toEqual([{ field: 'repoPath', message: 'is required' }]);
  });

  it('names `kind` for one that is unknown and for one that is not there yet', async () => {
    for (const kind of ['ssh', 'claude-chat', 'litellm-chat']) {
      const { status, errors } = await problem(await test.request('POST', '/api/sessions', { json: { kind, repoPath: '/x' } }));
      expect([kind, status, errors?.[0]?.field]).toEqual([kind, 422, 'kind']);
    }
  });

  it('says how to start a runner when none is online', async () => {
    const answer = await problem(await test.request('POST', '/api/sessions', { json: { kind: 'pty', repoPath: '/x' } }));
    expect([answer.status, answer.detail]).toEqual([503, expect.stringContaining('npm run runner')]);
  });

  it('names unknown and wrong query fields, and a cursor that is none', async () => {
    const { status, errors } = await problem(await test.request('GET', '/api/sessions?limit=0&colour=red'));
    expect([status, errors?.map(({ field }) => field).sort()]).toEqual([422, ['colour', 'limit']]);
  });

  it('answers 400 for broken JSON, 413 for 10 MB, 415 for what is not JSON, and goes on', async () => {
    expect((await problem(await post('{"kind": "pty"'))).status).toBe(400);
    expect((await problem(await post('"pty"'))).status).toBe(400);
    expect((await problem(await post(Buffer.alloc(10_000_000, '1')))).status).toBe(413);
    expect((await problem(await post('kind=pty', { 'Content-Type': 'application/x-www-form-urlencoded' }))).status).toBe(415);
    expect((await problem(await post('{}', { 'Content-Type': 'text/plain' }))).status).toBe(415);
    expect((await problem(await post('{}', { 'Content-Encoding': 'rot13' }))).status).toBe(415);
    expect((await test.request('GET', '/healthz')).status).toBe(200);
  });

  it('answers 404 for an id that can’t be one and for a path with nothing, 405 for a method that is not possible', async () => {
    const invalid = await problem(await test.request('GET', '/api/sessions/not-an-id'));
    expect([invalid.status, invalid.errors?.[0]?.field]).toEqual([404, 'id']);
    expect((await problem(await test.request('GET', '/api/nothing'))).status).toBe(404);
    const refused = await test.request('DELETE', '/api/sessions');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    await problem(refused);
    expect((await problem(await test.request('GET', '/api/sessions/%E0%A4%A'))).status).toBe(400);
  });

  it('takes no body where there is nothing to say', async () => {
    expect((await problem(await test.request('POST', '/api/logout', { json: { all: true } }))).status).toBe(422);
  });

  it('answers 503 as long as there are no read models, and says so in /readyz', async () => {
    expect((await problem(await test.request('GET', '/api/sessions'))).status).toBe(503);
    const ready = await test.request('GET', '/readyz');
    expect([ready.status, await ready.json()]).toEqual([503, { ok: false, details: { broker: 'online', readModels: 'missing', runnersOnline: 0 } }]);
  });

  it('puts the security headers on answers, problems and refusals, and allows no other site', async () => {
    for (const response of [await test.request('GET', '/api/settings'), await test.request('GET', '/api/x'), await fetch(`${test.origin}/api/me`)]) {
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('x-powered-by')).toBeNull();
    }
  });

  it('shows settings without a secret, and figures', async () => {
    const settings = await (await test.request('GET', '/api/settings')).text();
    expect(settings).not.toContain(test.token);
    expect(settings).toContain('FLEET_HTTP_PORT');
    expect(JSON.parse(settings)).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name: 'FLEET_IDLE_TIMEOUT_MINUTES', value: '0' })]) });
    const metrics = await test.request('GET', '/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toContain('fleet_gateway_broker_online 1');
  });
});
