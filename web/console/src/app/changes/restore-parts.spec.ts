import { describe, expect, it } from '@jest/globals';
import { MAX_RESTORED_FILES, MAX_RESTORED_PATH_BYTES, type RestoredFile } from '@agents-fleet/contracts';
import { changedPaths, restoreOrder, restoreParts, restorePoint, undoSteps } from './restore-parts.js';

const file = (path: string, action: RestoredFile['action']): RestoredFile => ({ path, action, why: null });
const bytesOf = (paths: readonly string[]) => paths.reduce((sum, path) => sum + new TextEncoder().encode(path).length, 0);

describe('the parts of a restore', () => {
  it('are one when all of it can be asked for at once, and none when there is nothing', () => {
    expect(restoreParts(['a', 'b'])).toEqual([['a', 'b']]);
    expect(restoreParts([])).toEqual([]);
  });

  it('have as many files as the gateway takes, in their order', () => {
    const paths = Array.from({ length: 2 * MAX_RESTORED_FILES + 1 }, (_, index) => String(index));
    const parts = restoreParts(paths);
    expect(parts.map(({ length }) => length)).toEqual([MAX_RESTORED_FILES, MAX_RESTORED_FILES, 1]);
    expect(parts.flat()).toEqual(paths);
  });

  it('have as many bytes of paths as it takes, counted as UTF-8', () => {
    const paths = Array.from({ length: 1_000 }, (_, index) => `${'ü'.repeat(300)}${index}`);
    const parts = restoreParts(paths);
    expect(parts.flat()).toEqual(paths);
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(MAX_RESTORED_PATH_BYTES);
    expect(bytesOf([...(parts[0] ?? []), parts[1]?.[0] ?? ''])).toBeGreaterThan(MAX_RESTORED_PATH_BYTES);
  });
});

describe('the order of a restore', () => {
  it('begins with what will be deleted', () => {
    expect(restoreOrder(['a', 'a/b', 'c'], [file('a', 'write'), file('a/b', 'delete'), file('c', 'none')])).toEqual(['a/b', 'a', 'c']);
  });
});

describe('the restore point of a restore in parts', () => {
  it('is none until something was changed, and then that of the first part which did', () => {
    expect(restorePoint([])).toBeNull();
    expect(restorePoint([{ keptAs: null, files: [file('a', 'none')] }])).toBeNull();
    expect(restorePoint([{ keptAs: null, files: [] }, { keptAs: 'kept', files: [file('a', 'write')] }, { keptAs: null, files: [] }])).toBe('kept');
  });
});

describe('undoing a restore', () => {
  it('goes back part by part, the last one first, and leaves alone what was not changed', () => {
    expect(
      undoSteps([
        { keptAs: 'kept', files: [file('a', 'delete'), file('b', 'none')] },
        { keptAs: 'kept', files: [file('c', 'write'), file('d', 'refused')] },
        { keptAs: null, files: [file('e', 'none')] },
      ]),
    ).toEqual([{ keptAs: 'kept', paths: ['c'] }, { keptAs: 'kept', paths: ['a'] }]);
  });

  it('is about what was written or deleted', () => {
    expect(changedPaths([file('a', 'write'), file('b', 'delete'), file('c', 'none'), file('d', 'refused')])).toEqual(['a', 'b']);
  });
});
