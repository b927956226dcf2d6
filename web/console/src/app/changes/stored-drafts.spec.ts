import { describe, expect, it } from '@jest/globals';
import { draftCounts, draftsOf, storedDrafts, writtenDrafts, type CommentDraft } from './stored-drafts.js';

const draft: CommentDraft = { id: 'a', path: 'a.ts', side: 'after', from: 1, to: 2, lines: ['x', 'y'], text: 'why?' };

describe('drafts in the browser’s storage', () => {
  it('come back as they were', () => {
    expect(draftsOf(storedDrafts([draft]))).toEqual([draft]);
    expect(storedDrafts([])).toBeNull();
    expect(draftsOf(null)).toEqual([]);
  });

  it.each(['', '{', 'null', '[{"id":1}]', '{"id":"a"}'])('are none in %j', (stored) => {
    expect(draftsOf(stored)).toEqual([]);
  });

  it('count when something was written', () => {
    expect(writtenDrafts([draft, { ...draft, id: 'b', text: ' \n' }])).toEqual([draft]);
  });

  it('are counted by file', () => {
    expect(draftCounts([draft, { ...draft, path: 'b.ts' }, { ...draft, id: 'b' }])).toEqual(new Map([['a.ts', 2], ['b.ts', 1]]));
  });
});
