import { describe, expect, it } from '@jest/globals';
import { groupHits } from './hit-groups.js';
import { aHit } from './search-hit.builder.js';

describe('groupHits', () => {
  it('puts the hits of a session together, where its first one is', () => {
    const groups = groupHits([aHit({ sessionId: 'b', chunk: 9 }), aHit({ sessionId: 'a', chunk: 8 }), aHit({ sessionId: 'b', chunk: 7 })]);
    expect(groups.map(({ sessionId, hits }) => [sessionId, hits.map(({ chunk }) => chunk)])).toEqual([['b', [9, 7]], ['a', [8]]]);
  });

  it('has no group without a hit', () => {
    expect(groupHits([])).toEqual([]);
  });
});
