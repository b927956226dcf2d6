import { describe, expect, it } from '@jest/globals';
import { aUsageEntry } from '../sessions/session.builder.js';
import { activityOf, tokenWords } from './activity.js';

const marker = { id: 'm1', sessionId: '01K00000000000000000000000', type: 'budget_warned' as const, at: '2026-11-23T10:00:05.000Z', chunk: 7, summary: '$4.00 of $5.00', data: {} };

describe('activityOf', () => {
  it('lists markers and requests, newest first', () => {
    const items = activityOf([marker], [aUsageEntry({ at: '2026-11-23T10:00:01.000Z' }), aUsageEntry({ usageId: 'b', at: '2026-11-23T10:00:09.000Z' })], 'claude');
    expect(items.map(({ kind, title }) => [kind, title])).toEqual([
      ['request', 'Request'],
      ['moment', '80 % of the budget used'],
      ['request', 'Request'],
    ]);
    expect(items[1]).toMatchObject({ tone: 'warned', detail: '$4.00 of $5.00', chunk: 7 });
  });

  it('joins estimates of one minute, and no others', () => {
    const estimate = (usageId: string, at: string) => aUsageEntry({ usageId, at, source: 'estimate', costUsd: 0.5, model: null });
    const items = activityOf([], [
      estimate('a', '2026-11-23T10:00:00.000Z'),
      estimate('b', '2026-11-23T10:00:59.000Z'),
      estimate('c', '2026-11-23T10:01:00.000Z'),
      aUsageEntry({ usageId: 'd', at: '2026-11-23T10:01:01.000Z' }),
    ], 'shell');
    expect(items.map(({ title, costUsd }) => [title, costUsd])).toEqual([
      ['Request', 0.01],
      ['Estimated usage', 0.5],
      ['Estimated usage', 1],
    ]);
    expect(items[2]?.detail).toBe('20 in, 2k cached, 14 written to cache, 10 out · 2 updates');
  });
});

describe('the source of an activity’s figures', () => {
  const library = { kind: 'library' as const, name: 'genai-prices', asOf: null };

  it('is that of the request and its price, and unknown before there is a price', () => {
    const [priced] = activityOf([], [aUsageEntry({ priceSource: library })], 'claude');
    expect(priced?.figure).toEqual({ confidence: 'exact', agent: 'claude', source: 'otel', priceSource: library });
    expect(activityOf([], [aUsageEntry({ confidence: null, costUsd: null })], 'claude')[0]?.figure).toBeNull();
    expect(activityOf([marker], [], 'claude')[0]?.figure).toBeNull();
  });

  it('is as good as the worst of what is joined', () => {
    const estimate = (usageId: string, confidence: 'estimated' | 'assumed') => aUsageEntry({ usageId, requestId: null, source: 'estimate', confidence });
    expect(activityOf([], [estimate('a', 'assumed'), estimate('b', 'estimated')], 'shell')[0]?.figure?.confidence).toBe('assumed');
  });

  it('says of a request that it was broken off', () => {
    const [item] = activityOf([], [aUsageEntry({ partial: true, model: null })], 'claude');
    expect(item).toMatchObject({ title: 'Interrupted request', icon: 'cut', detail: expect.stringContaining('output as far as it was seen') });
  });
});

describe('tokenWords', () => {
  it('leaves out cache classes that are empty', () => {
    expect(tokenWords({ input: 1200, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 3100 })).toBe('1.2k in, 3.1k out');
  });
});
