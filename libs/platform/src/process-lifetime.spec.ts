import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './configuration.js';
import { ProcessLifetime } from './process-lifetime.js';
import type { RunningService } from './service.js';

function aProcess(stopDeadlineMs?: number) {
  const seen: (string | number)[] = [];
  const lifetime = new ProcessLifetime(
    { exit: (code) => seen.push(code), say: (line) => seen.push(line.split('\n')[0] ?? ''), announceReady: () => seen.push('ready') },
    stopDeadlineMs,
  );
  const service = (stop: () => Promise<void> = () => Promise.resolve()): RunningService => ({
    name: 'budget',
    health: () => ({ ok: true, details: {} }),
    stop: () => {
      seen.push('stop');
      return stop();
    },
  });
  return { seen, lifetime, service };
}

describe('ProcessLifetime', () => {
  it('announces readiness, stops the service, then exits with 0', async () => {
    const { seen, lifetime, service } = aProcess();
    await lifetime.start(() => Promise.resolve(service()));
    await lifetime.stop();
    expect(seen).toEqual(['ready', 'stop', 0]);
  });

  it('says an unusable configuration in one line and exits with 78', async () => {
    const { seen, lifetime } = aProcess();
    await lifetime.start(() => Promise.reject(new ConfigurationError('FLEET_HTTP_PORT: must be a port number')));
    expect(seen).toEqual(['FLEET_HTTP_PORT: must be a port number', 78]);
  });

  it('exits with 1 on any other failure to start', async () => {
    const { seen, lifetime } = aProcess();
    await lifetime.start(() => Promise.reject(new Error('disk full')));
    expect(seen).toEqual(['Error: disk full', 1]);
  });

  it('ends at once on the second request to stop', async () => {
    const { seen, lifetime, service } = aProcess(1000);
    await lifetime.start(() => Promise.resolve(service(() => new Promise(() => undefined))));
    void lifetime.stop();
    await lifetime.stop();
    expect(seen).toEqual(['ready', 'stop', 1]);
  });

  it('stops a service that was still starting when the stop came', async () => {
    const { seen, lifetime, service } = aProcess();
    const started = lifetime.start(() => Promise.resolve(service()));
    await lifetime.stop();
    await started;
    expect(seen).toEqual(['stop', 0]);
  });

  it('cuts off a service that does not stop', async () => {
    const { seen, lifetime, service } = aProcess(20);
    await lifetime.start(() => Promise.resolve(service(() => new Promise(() => undefined))));
    void lifetime.stop();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(seen).toEqual(['ready', 'stop', 'budget did not stop within 0.02 s', 1]);
  });
});
