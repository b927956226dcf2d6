import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerAddress, consoleUrlOf, httpPort } from './addresses.js';
import type { LauncherSettings } from './launcher-settings.js';

const settings = (change: Partial<LauncherSettings>): LauncherSettings => ({ dataDirectory: '/data', httpHost: '127.0.0.1', httpPort: 0, natsUrl: null, ...change });

describe('ports', () => {
  let other: Server;
  let taken = 0;
  beforeAll(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    taken = (other.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  it('any free port is found for 0', async () => {
    expect(await httpPort(settings({ httpPort: 0 }))).toBeGreaterThan(0);
  });

  it('a taken HTTP port is refused, with the setting to change', async () => {
    await expect(httpPort(settings({ httpPort: taken }))).rejects.toThrow(/^FLEET_HTTP_PORT: port \d+ on 127\.0\.0\.1 is used by another program/);
  });

  it('a broker port that was asked for has to be free', async () => {
    await expect(brokerAddress(settings({ natsUrl: `nats://127.0.0.1:${taken}` }))).rejects.toThrow(/^FLEET_NATS_URL: /);
  });

  it('the broker goes where it was asked to', async () => {
    const port = await httpPort(settings({}));
    expect(await brokerAddress(settings({ natsUrl: `nats://127.0.0.1:${port}` }))).toEqual({ host: '127.0.0.1', port });
  });
});

describe('consoleUrlOf', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4700'],
    ['0.0.0.0', 'http://127.0.0.1:4700'],
    ['::', 'http://127.0.0.1:4700'],
    ['::1', 'http://[::1]:4700'],
    ['fleet.local', 'http://fleet.local:4700'],
  ])('is reachable for a server on %s', (host, url) => {
    expect(consoleUrlOf(host, 4700)).toBe(url);
  });
});
