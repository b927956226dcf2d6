import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';

describe('the console’s files', () => {
  let built: TemporaryDirectory;
  let test: GatewayUnderTest;
  beforeAll(async () => {
    built = await temporaryDirectory();
    await mkdir(join(built.path, 'media'));
    await writeFile(join(built.path, 'index.html'), '<!doctype html><title>Fleet</title>');
    await writeFile(join(built.path, 'main-ABCDEF12.js'), 'export {};');
    await writeFile(join(built.path, 'media', 'inter-XYZ98765.woff2'), 'font');
    await writeFile(join(built.path, 'secret.map'), 'not served');
    test = await gatewayUnderTest({ FLEET_CONSOLE_DIR: built.path });
  });
  afterAll(async () => {
    await test.stop();
    await built.remove();
  });

  const get = (path: string, accept = '*/*') => fetch(`${test.origin}${path}`, { headers: { Accept: accept } });

  it('need no token; hashed ones are kept for ever, the page never', async () => {
    const script = await get('/main-ABCDEF12.js');
    expect([script.status, script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable',
    ]);
    expect(await script.text()).toBe('export {};');
    expect((await get('/media/inter-XYZ98765.woff2')).headers.get('content-type')).toBe('font/woff2');
    const page = await get('/index.html');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  it('answer a navigation to any page of the console with the page', async () => {
    for (const path of ['/', '/sessions', '/sessions/01JZ0000000000000000000001?tab=replay']) {
      expect([path, await (await get(path, 'text/html')).text()]).toEqual([path, '<!doctype html><title>Fleet</title>']);
    }
  });

  it('never answer for the API, for files that are not there, or for what is outside', async () => {
    for (const path of ['/api/me', '/API/me', '/metrics', '/readyz', '/ws', '/gone.js', '/secret.map', '/..%2f..%2fetc/passwd', '/media']) {
      const accept = path === '/media' ? '*/*' : 'text/html';
      expect([path, (await get(path, accept)).status]).toEqual([path, 401]);
    }
  });

  it('are held to the same Host rule', async () => {
    const response = await fetch(`${test.origin}/`, { headers: { Accept: 'text/html', Origin: 'http://evil.example' } });
    expect(response.status).toBe(403);
  });
});
