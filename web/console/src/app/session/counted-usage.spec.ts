import { describe, expect, it } from '@jest/globals';
import { aUsageEntry } from '../sessions/session.builder.js';
import { countedUsage } from './counted-usage.js';

const ids = (entries: readonly { usageId: string }[]) => entries.map(({ usageId }) => usageId);

describe('countedUsage', () => {
  it('leaves out what the figures do not count', () => {
    expect(ids(countedUsage([aUsageEntry({ usageId: 'a' }), aUsageEntry({ usageId: 'b', requestId: 'r2', counted: false })]))).toEqual(['a']);
  });

  it('given a page that was read before a better report came, then shows the request once, by the better one', () => {
    const stale = aUsageEntry({ usageId: 'r1:transcript', source: 'transcript' });
    const better = aUsageEntry({ usageId: 'r1:otel', source: 'otel' });
    expect(ids(countedUsage([stale, better]))).toEqual(['r1:otel']);
    expect(ids(countedUsage([better, stale]))).toEqual(['r1:otel']);
  });

  it('keeps every entry that belongs to no request', () => {
    const estimate = (usageId: string) => aUsageEntry({ usageId, requestId: null, source: 'estimate' });
    expect(ids(countedUsage([estimate('a'), estimate('b')]))).toEqual(['a', 'b']);
  });
});
