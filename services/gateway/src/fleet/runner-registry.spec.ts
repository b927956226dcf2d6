import { beforeEach, describe, expect, it } from '@jest/globals';
import { OFFLINE_AFTER_MS, RunnerRegistry } from './runner-registry.js';

const heartbeat = (runnerId: string) => ({
  runnerId,
  epoch: 'e1',
  hostname: 'box',
  platform: 'linux',
  startedAt: '2026-01-01T00:00:00.000Z',
  sessionIds: [],
  repoRoots: ['/home/me'],
  spoolBytes: 0,
});

describe('RunnerRegistry', () => {
  let now = 0;
  let registry: RunnerRegistry;
  beforeEach(() => {
    now = 1_000_000;
    registry = new RunnerRegistry(() => now);
  });

  it('given a heartbeat, when three are missed, then the runner is offline; with the next one it is back', () => {
    registry.accept(heartbeat('box'));
    now += OFFLINE_AFTER_MS;
    expect(registry.online().map(({ id }) => id)).toEqual(['box']);
    now += 1;
    expect(registry.online()).toEqual([]);
    expect(registry.list()).toMatchObject([{ id: 'box', online: false }]);
    registry.accept(heartbeat('box'));
    expect(registry.list()).toMatchObject([{ id: 'box', online: true }]);
  });

  it('waits for the first heartbeat after a start', async () => {
    const present = registry.present();
    registry.accept(heartbeat('box'));
    expect((await present).map(({ id }) => id)).toEqual(['box']);
  });

  it('ignores what is no heartbeat', () => {
    expect(registry.accept({ runnerId: 'Not An Id' })).toBe(false);
    expect(registry.list()).toEqual([]);
  });
});
