import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';

describe('signing in', () => {
  let test: GatewayUnderTest;
  beforeAll(async () => {
    test = await gatewayUnderTest();
  });
  afterAll(() => test.stop());

  const login = (token: string) =>
    fetch(`${test.origin}/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: test.origin },
      body: JSON.stringify({ token }),
    });
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const newCode = async () => ((await (await test.request('POST', '/api/login-codes')).json()) as { code: string }).code;

  it('takes a one-time code once, and sets a cookie that scripts can’t read and other sites can’t send', async () => {
    const code = await newCode();
    const first = await login(code);
    expect(first.status).toBe(204);
    const header = first.headers.get('set-cookie') ?? '';
    expect(header).toMatch(/^agents-fleet-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
    expect(header).not.toContain(test.token);
    expect((await fetch(`${test.origin}/api/me`, { headers: { Cookie: cookieOf(first) } })).status).toBe(204);
    expect((await login(code)).status).toBe(401);
  });

  it('given a cookie, when it changes something, then Origin or Sec-Fetch-Site must show that it was our page', async () => {
    const cookie = cookieOf(await login(await newCode()));
    const stop = (headers: Record<string, string>) =>
      fetch(`${test.origin}/api/sessions/stop`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie: cookie, ...headers },
        body: JSON.stringify({ ids: [] }),
      });
    expect((await stop({})).status).toBe(403);
    expect((await stop({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    expect((await stop({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(422);
    expect((await stop({ Origin: test.origin })).status).toBe(422);
  });

  it('does not let a cookie make codes', async () => {
    const headers = { Cookie: cookieOf(await login(test.token)), Origin: test.origin };
    expect((await fetch(`${test.origin}/api/login-codes`, { method: 'POST', headers })).status).toBe(403);
  });

  it('keeps people signed in over a restart, until they sign out', async () => {
    const cookie = cookieOf(await login(test.token));
    const headers = { Cookie: cookie, Origin: test.origin };
    await test.restartGateway();
    expect((await fetch(`${test.origin}/api/me`, { headers })).status).toBe(204);
    const logout = await fetch(`${test.origin}/api/logout`, { method: 'POST', headers });
    expect(logout.status).toBe(204);
    expect(logout.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await fetch(`${test.origin}/api/me`, { headers })).status).toBe(401);
    await test.restartGateway();
    expect((await fetch(`${test.origin}/api/me`, { headers })).status).toBe(401);
  });

  it('keeps token and sign-ins in files for their owner alone, and no cookie’s value in them', async () => {
    const cookie = cookieOf(await login(test.token));
    for (const name of ['access-token', 'sign-ins.json']) {
      expect((await stat(join(test.directory, name))).mode & 0o777).toBe(0o600);
    }
    const stored = await readFile(join(test.directory, 'sign-ins.json'), 'utf8');
    expect(stored).not.toContain(cookie.split('=')[1]);
  });

  it('after ten failed logins in a minute takes none for a while, not even a good one', async () => {
    const failed = [];
    for (let attempt = 0; attempt < 10; attempt += 1) failed.push((await login('wrong')).status);
    const refused = await login(test.token);
    // The restart above has forgotten the failures before it.
    expect(failed).toEqual(new Array(10).fill(401));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await test.request('GET', '/api/me')).status).toBe(204);
  });
});
