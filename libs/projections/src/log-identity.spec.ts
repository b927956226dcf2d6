import { describe, expect, it } from '@jest/globals';
import { whyStale } from './log-identity.js';

const checkpoint = { projection: 'log', stream: 'FLEET_LOG', streamCreated: '2026-01-01T00:00:00Z', version: '1', position: 10 };
const stream = { created: '2026-01-01T00:00:00Z', lastSeq: 10 };

describe('whyStale', () => {
  it('is null for rows of this log and this code', () => {
    expect(whyStale(checkpoint, stream, '1')).toBeNull();
    expect(whyStale(checkpoint, { ...stream, lastSeq: 11 }, '1')).toBeNull();
  });

  it.each([
    ['another stream under the same name', { ...stream, created: '2026-02-01T00:00:00Z' }, '1', 'another one'],
    ['a stream that was put back', { ...stream, lastSeq: 9 }, '1', 'ends before'],
    ['rows of older code', stream, '2', 'version 1'],
    ['no stream', undefined, '1', 'no stream'],
  ])('names %s', (_, state, version, why) => {
    expect(whyStale(checkpoint, state, version)).toContain(why);
  });
});
