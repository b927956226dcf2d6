import { afterEach, describe, expect, it } from '@jest/globals';
import { startHealthEndpoint, type HealthEndpoint } from './health-endpoint.js';

describe('startHealthEndpoint', () => {
  let endpoint: HealthEndpoint | undefined;
  afterEach(() => endpoint?.close());

  const start = async (ok: boolean) => {
    endpoint = await startHealthEndpoint(
      { name: 'pricing', health: () => ({ ok, details: { pendingUsage: 3, broker: 'online' } }), stop: () => Promise.resolve() },
      { host: '127.0.0.1', port: 0 },
    );
    return `http://127.0.0.1:${endpoint.port}`;
  };

  it('answers ready with the details', async () => {
    const response = await fetch(`${await start(true)}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ service: 'pricing', ok: true, details: { pendingUsage: 3, broker: 'online' } });
  });

  it('is alive but not ready while the service cannot work', async () => {
    const url = await start(false);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
  });

  it('gives numbers as Prometheus gauges', async () => {
    const text = await (await fetch(`${await start(true)}/metrics`)).text();
    expect(text).toContain('fleet_service_ready{service="pricing"} 1\n');
    expect(text).toContain('fleet_pending_usage{service="pricing"} 3\n');
    expect(text).not.toContain('online');
  });

  it('knows nothing else', async () => {
    const url = await start(true);
    expect((await fetch(`${url}/secrets`)).status).toBe(404);
    expect((await fetch(`${url}/readyz`, { method: 'POST' })).status).toBe(405);
  });
});
