import { type SearchHit } from '@agents-fleet/contracts';

/** A hit for specs; say only what matters. */
export function aHit(overrides: Partial<SearchHit> = {}): SearchHit {
  return {
    sessionId: '01K00000000000000000000000',
    session: { name: 'build', agent: 'shell', repoPath: '/home/a/code/shop', startedAt: '2026-11-23T10:00:00.000Z' },
    chunk: 1,
    at: '2026-11-23T10:00:00.000Z',
    line: 'the price',
    ranges: [[4, 9]],
    before: [],
    after: [],
    ...overrides,
  };
}
