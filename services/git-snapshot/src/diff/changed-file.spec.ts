import { describe, expect, it } from '@jest/globals';
import { changedFile } from './changed-file.js';
import type { TreeChange } from './tree-changes.js';

const change: TreeChange = {
  status: 'M', path: 'caf\xc3\xa9', oldPath: null, oldMode: '100644', newMode: '100644', oldId: 'a', newId: 'b', additions: 2, deletions: 1,
};
const section = { offset: 100, length: 50, longestLine: 20 };

describe('a changed file', () => {
  it('is listed with the place of its part of the patch', () => {
    expect(changedFile(change, [section], 7, ['staged'])).toEqual({
      path: 'café', oldPath: null, status: 'modified', additions: 2, deletions: 1, oldMode: '100644', newMode: '100644', size: 7,
      notInlined: null, places: ['staged'], patchOffset: 100, patchLength: 50,
    });
  });

  it('has two parts when its type changed', () => {
    const file = changedFile({ ...change, status: 'T', newMode: '120000' }, [section, { ...section, offset: 150 }], 7, []);
    expect(file).toMatchObject({ status: 'type_changed', patchOffset: 100, patchLength: 100 });
  });

  it.each([
    ['submodule', { newMode: '160000' }, [section]],
    ['left_out', {}, []],
    ['binary', { additions: null, deletions: null }, [section]],
    ['too_large', {}, [{ ...section, length: 2_000_000 }]],
    ['minified', {}, [{ ...section, longestLine: 6_000 }]],
  ] as const)('is not inlined when it is %s', (why, differences, sections) => {
    expect(changedFile({ ...change, ...differences }, sections, 7, []).notInlined).toBe(why);
  });
});
