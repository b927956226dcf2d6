import { describe, expect, it } from '@jest/globals';
import { findGit, fitProgram } from './find-git.js';

describe('findGit', () => {
  it('says when there is none', async () => {
    expect(await findGit(undefined)).toBe('git is not installed');
    expect(await findGit('.:bin:/nowhere')).toBe('git is not installed');
  });

  it.each([
    ['git version 2.39.5\n', '2.39.5'],
    ['git version 2.50.1 (Apple Git-155)\n', '2.50.1'],
    ['git version 3.0.rc1', '3.0.rc1'],
  ])('takes %j', (printed, version) => {
    expect(fitProgram('/bin/git', printed)).toEqual({ path: '/bin/git', version });
  });

  it('says what is wrong with one that is too old or no git', () => {
    expect(fitProgram('/bin/git', 'git version 2.34.1')).toBe('git 2.34.1 is too old: 2.38 or newer is needed');
    expect(fitProgram('/bin/git', 'usage: git')).toBe('/bin/git does not say its version');
  });
});
