import { describe, expect, it } from '@jest/globals';
import { checkRestorePath } from './restore-path.js';

describe('checkRestorePath', () => {
  it.each([
    'README.md',
    'src/deep/er/file.ts',
    'with space/größe 会.txt',
    '.gitignore',
    '.github/workflows/ci.yml',
    'git/config',
    'a.git/config',
    '...',
    'back\\slash',
    '-rf',
  ])('takes %s', (path) => {
    expect(checkRestorePath(path)).toEqual({ ok: true, parts: path.split('/') });
  });

  it.each([
    ['nothing', ''],
    ['an absolute path', '/etc/passwd'],
    ['a way up', '../outside'],
    ['a way up in between', 'a/../../outside'],
    ['a dot', './a'],
    ['an empty part', 'a//b'],
    ['a slash at the end', 'a/'],
    ['a NUL', 'a\0b'],
    ['the git directory', '.git/hooks/post-checkout'],
    ['the file that leads to it', '.git'],
    ['another case', '.GIT/config'],
    ['that of a repo inside', 'vendor/lib/.git/config'],
    ['dots and spaces that NTFS drops', '.git. . /config'],
    ['the stream of a directory on NTFS', '.git::$INDEX_ALLOCATION/config'],
    ['a backslash that Windows takes for a slash', '.git\\config'],
    ['a short name', 'GIT~1/config'],
    ['a character that HFS+ does not see', '.g\u200cit/config'],
  ])('refuses %s', (_, path) => {
    expect(checkRestorePath(path)).toEqual({ ok: false, message: expect.any(String) });
  });
});
