import { describe, expect, it } from '@jest/globals';
import { isRefName } from './ref-name.js';

describe('isRefName', () => {
  it.each(['refs/heads/main', 'refs/heads/feature/x-1', 'refs/remotes/origin/main', 'refs/heads/déjà-vu'])('follows %s', (name) => {
    expect(isRefName(name)).toBe(true);
  });

  it.each([
    '',
    'HEAD',
    '/etc/passwd',
    '../../etc/passwd',
    'refs/heads/../../../etc/passwd',
    'refs/heads/..',
    'refs/heads/.hidden',
    'refs/heads//main',
    'refs/heads/main/',
    'refs/heads/main.lock',
    'refs/heads/with space',
    'refs/heads/new\nline',
    'refs/heads/nul\0byte',
    'refs/heads/back\\slash',
    `refs/heads/${'a'.repeat(2000)}`,
  ])('does not follow %j', (name) => {
    expect(isRefName(name)).toBe(false);
  });
});
