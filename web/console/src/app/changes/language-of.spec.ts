import { describe, expect, it } from '@jest/globals';
import { languageOf } from './language-of.js';

describe('the language of a file', () => {
  it.each([
    ['src/app.ts', 'typescript'],
    ['web/App.TSX', 'tsx'],
    ['Dockerfile', 'dockerfile'],
    ['docker/Dockerfile.runner', 'dockerfile'],
    ['.env.local', 'properties'],
    ['.bashrc', 'shell'],
    ['a.b/Cargo.toml', 'toml'],
    ['LICENSE', null],
    ['a.ts/data.bin', null],
    ['', null],
    ['constructor', null],
  ])('of %s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language);
  });
});
