import { describe, expect, it } from '@jest/globals';
import { eventGroupSchema } from '@agents-fleet/contracts';
import { streamDefinitions } from './streams.js';

describe('streamDefinitions', () => {
  const byName = new Map(streamDefinitions({ ptyMaxBytes: 1_000 }).map((stream) => [stream.name, stream]));

  it('keeps every event group in FLEET_LOG, for ever', () => {
    const log = byName.get('FLEET_LOG');
    expect(log?.subjects).toEqual(eventGroupSchema.options.map((group) => `fleet.session.*.event.${group}`));
    expect(log).toMatchObject({ discard: 'new', deny_delete: true, storage: 'file' });
    expect(log).not.toHaveProperty('max_age');
    expect(log).not.toHaveProperty('max_bytes');
  });

  it('bounds FLEET_PTY by refusing new chunks, and lets a session be purged', () => {
    const pty = byName.get('FLEET_PTY');
    expect(pty).toMatchObject({ discard: 'new', max_bytes: 1_000, storage: 'file' });
    expect(pty).not.toHaveProperty('deny_purge');
  });

  it('lets dead letters age', () => {
    expect(byName.get('FLEET_DEAD')).toMatchObject({ max_age: 30 * 24 * 3_600_000 * 1_000_000 });
  });

  it('uses nothing that nats-server 2.9 lacks', () => {
    const newer = ['metadata', 'compression', 'first_seq', 'subject_transform', 'consumer_limits', 'allow_msg_ttl'];
    for (const stream of byName.values()) {
      expect(Object.keys(stream).filter((key) => newer.includes(key))).toEqual([]);
    }
  });
});
