import { describe, expect, it } from '@jest/globals';
import { planRestore, type PathToRestore } from './plan-restore.js';

const kept = { path: 'f', mode: '100644', id: 'old' };
const path: PathToRestore = {
  path: 'f', hasText: true, kept, isStored: true, mayBeLeftOut: false, isGitOwn: false, present: { kind: 'file', mode: '100644', id: 'new' },
};

describe('what putting a file back does', () => {
  it.each<[string, Partial<PathToRestore>, string]>([
    ['other content: it is written', {}, 'write'],
    ['other mode: it is written', { present: { kind: 'file', mode: '100755', id: 'old' } }, 'write'],
    ['gone: it is written', { present: { kind: 'absent' } }, 'write'],
    ['the same: nothing', { present: { kind: 'file', mode: '100644', id: 'old' } }, 'none'],
    ['it was not there: it is deleted', { kept: null }, 'delete'],
    ['it was not there and is not: nothing', { kept: null, present: { kind: 'absent' } }, 'none'],
    ['it may have been there: it stays', { kept: null, mayBeLeftOut: true }, 'refused'],
    ['its content is gone: it stays', { isStored: false }, 'refused'],
    ['a directory now: it stays', { present: { kind: 'other', what: 'it is a directory now' } }, 'refused'],
    ['a submodule: it stays', { kept: { ...kept, mode: '160000' } }, 'refused'],
    ['a name that is no UTF-8: it stays', { hasText: false }, 'refused'],
    ["one of git's own files: it stays", { isGitOwn: true }, 'refused'],
  ])('%s', (_name, differences, action) => {
    const planned = planRestore({ ...path, ...differences });
    expect(planned.action).toBe(action);
    expect(planned.why === null).toBe(action !== 'refused');
  });
});
