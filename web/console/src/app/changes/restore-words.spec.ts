import { describe, expect, it } from '@jest/globals';
import { type RestoredFile } from '@agents-fleet/contracts';
import { aChangedFile } from './changed-file.builder.js';
import { restoreButtonWords, restoredWords, restorePaths } from './restore-words.js';

describe('the paths of a restore', () => {
  it('are where files are, and where renamed ones were', () => {
    expect(restorePaths([
      aChangedFile({ path: 'a' }),
      aChangedFile({ path: 'new', oldPath: 'old', status: 'renamed' }),
      aChangedFile({ path: 'copy', oldPath: 'original', status: 'copied' }),
      aChangedFile({ path: 'old', status: 'added' }),
    ])).toEqual(['a', 'new', 'old', 'copy']);
  });
});

describe('the button of a restore', () => {
  it.each([
    [0, 9, false, 'Restore all to the start…'],
    [0, 1, true, 'Restore 1 shown file…'],
    [2, 9, true, 'Restore 2 selected files…'],
  ])('with %i chosen and %i shown says what it takes', (chosen, shown, isFiltered, words) => {
    expect(restoreButtonWords(chosen, shown, isFiltered)).toBe(words);
  });
});

describe('what a restore did', () => {
  const file = (action: RestoredFile['action'], why: string | null = null): RestoredFile => ({ path: 'a', action, why });
  it.each([
    [[file('write'), file('write'), file('delete')], '2 files written, 1 file deleted.'],
    [[file('none')], 'Nothing had to be changed.'],
    [[file('write'), file('refused', 'is a symbolic link out of the repo')], '1 file written. 1 file could not be put back: is a symbolic link out of the repo.'],
    [[file('refused')], 'Nothing had to be changed. 1 file could not be put back: no reason was given.'],
  ])('is said in a sentence', (files, words) => {
    expect(restoredWords(files)).toBe(words);
  });
});
