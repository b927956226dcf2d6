import { describe, expect, it } from '@jest/globals';
import { startInOrder } from './service-group.js';
import type { RunningService } from './service.js';

/** A service that writes its starts and stops into a shared diary. */
const service = (name: string, diary: string[], { ok = true, failsToStop = false } = {}) => async (): Promise<RunningService> => {
  diary.push(`start ${name}`);
  return Promise.resolve({
    name,
    health: () => ({ ok, details: { queued: 1 } }),
    stop: async () => {
      diary.push(`stop ${name}`);
      return failsToStop ? Promise.reject(new Error(`${name} hangs`)) : Promise.resolve();
    },
  });
};

describe('startInOrder', () => {
  it('stops in reverse order, once', async () => {
    const diary: string[] = [];
    const group = await startInOrder('services', [service('pricing', diary), service('budget', diary)]);
    await group.stop();
    await group.stop();
    expect(diary).toEqual(['start pricing', 'start budget', 'stop budget', 'stop pricing']);
  });

  it('stops those that had started when a later one fails to', async () => {
    const diary: string[] = [];
    const fails = () => Promise.reject(new Error('no broker'));
    await expect(startInOrder('services', [service('pricing', diary), fails])).rejects.toThrow('no broker');
    expect(diary).toEqual(['start pricing', 'stop pricing']);
  });

  it('stops the others when one fails to stop, and says so', async () => {
    const diary: string[] = [];
    const group = await startInOrder('services', [service('pricing', diary), service('budget', diary, { failsToStop: true })]);
    await expect(group.stop()).rejects.toThrow('did not stop cleanly');
    expect(diary).toContain('stop pricing');
  });

  it('is ready only when each service is', async () => {
    const group = await startInOrder('services', [service('pricing', []), service('budget', [], { ok: false })]);
    expect(group.health()).toEqual({ ok: false, details: { 'pricing.ok': true, 'pricing.queued': 1, 'budget.ok': false, 'budget.queued': 1 } });
  });
});
