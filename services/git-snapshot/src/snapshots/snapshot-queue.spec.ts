import { describe, expect, it } from '@jest/globals';
import { SnapshotQueue } from './snapshot-queue.js';

describe('SnapshotQueue', () => {
  it('takes the snapshots of a session one after the other, even after one that failed', async () => {
    const queue = new SnapshotQueue();
    const log: string[] = [];
    const start = queue.run({ sessionId: 'a', phase: 'start' }, () => {
      log.push('start');
      return Promise.reject(new Error('failed'));
    });
    const end = queue.run({ sessionId: 'a', phase: 'end' }, () => Promise.resolve(log.push('end')));
    await expect(start).rejects.toThrow('failed');
    await expect(end).resolves.toBe(2);
    expect(log).toEqual(['start', 'end']);
    await queue.idle();
    expect(queue.waiting).toBe(0);
  });

  it('lets no start wait for the ends of other sessions, nor anybody who asks', async () => {
    const queue = new SnapshotQueue();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const ends = ['a', 'b', 'c'].map((sessionId) => queue.run({ sessionId, phase: 'end' }, () => held));
    await expect(queue.run({ sessionId: 'd', phase: 'start' }, () => Promise.resolve('read'))).resolves.toBe('read');
    await expect(queue.run({ sessionId: 'e', phase: 'asked' }, () => Promise.resolve('taken'))).resolves.toBe('taken');
    expect(queue.waiting).toBeGreaterThanOrEqual(3);
    release();
    await Promise.all(ends);
    await queue.idle();
  });
});
