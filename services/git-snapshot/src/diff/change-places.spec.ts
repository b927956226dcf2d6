import { describe, expect, it } from '@jest/globals';
import { placesOf, type PathFacts } from './change-places.js';
import type { TreeChange } from './tree-changes.js';

const change = (differences: Partial<TreeChange> = {}): TreeChange => ({
  status: 'M', path: 'f', oldPath: null, oldMode: '100644', newMode: '100644', oldId: 'old', newId: 'new', additions: 1, deletions: 1, ...differences,
});
const facts = (committed: string[], staged: string[], index: Record<string, string>): PathFacts => ({
  committed: new Set(committed), staged: new Set(staged), index: new Map(Object.entries(index)),
});

describe('the places of a change', () => {
  it.each<[string, TreeChange, PathFacts, string[]]>([
    ['in a commit', change(), facts(['f'], [], { f: '100644 new' }), ['committed']],
    ['in the index', change(), facts([], ['f'], { f: '100644 new' }), ['staged']],
    ['in the work tree', change(), facts([], [], { f: '100644 old' }), ['unstaged']],
    ['in all of them', change(), facts(['f'], ['f'], { f: '100644 other' }), ['committed', 'staged', 'unstaged']],
    ['in a file that git does not track', change({ oldId: null }), facts([], [], {}), ['untracked']],
    ['deleted in the work tree', change({ newId: null, newMode: null }), facts([], [], { f: '100644 old' }), ['unstaged']],
    ['deleted in a commit', change({ newId: null, newMode: null }), facts(['f'], [], {}), ['committed']],
    ['deleted, and never tracked', change({ newId: null, newMode: null }), facts([], [], {}), ['untracked']],
    ['renamed without git', change({ oldPath: 'was' }), facts([], [], { was: '100644 old' }), ['untracked', 'unstaged']],
  ])('%s', (_name, given, known, expected) => {
    expect(placesOf(given, known)).toEqual(expected);
  });
});
