import { describe, expect, it } from '@jest/globals';
import { commandSuggestions, repoSuggestions } from './suggestions.js';

const repos = {
  roots: ['/home/a'],
  directories: [
    { path: '/home/a/code/shop', isRepository: true },
    { path: '/home/a/code/old', isRepository: false },
  ],
  recent: [{ path: '/home/a/code/shop', lastUsedAt: '2026-11-23T10:00:00.000Z' }],
};

describe('repoSuggestions', () => {
  it('offers recent repos first and nothing twice', () => {
    expect(repoSuggestions(repos, '/home/a/code')).toEqual([
      { path: '/home/a/code/shop', kind: 'recent' },
      { path: '/home/a/code/old', kind: 'directory' },
    ]);
  });

  it('offers a recent repo by any part of its path', () => {
    expect(repoSuggestions({ ...repos, directories: [] }, 'SHOP')).toHaveLength(1);
    expect(repoSuggestions({ ...repos, directories: [] }, 'bank')).toEqual([]);
  });
});

describe('commandSuggestions', () => {
  it('offers what begins like the text, but not the text itself', () => {
    expect(commandSuggestions('c').map(({ command }) => command)).toEqual(['claude', 'codex']);
    expect(commandSuggestions('codex')).toEqual([]);
    expect(commandSuggestions('')).not.toHaveLength(0);
  });
});
