import { describe, expect, it } from '@jest/globals';
import { aChangedFile, aSnapshot } from './changed-file.builder.js';
import { countWords, fileNotes, newestSnapshot, sizeWords, stateWords } from './snapshot-words.js';

const start = aSnapshot({ snapshotId: 'start', phase: 'start' });
const asked = aSnapshot({ snapshotId: '01K0000000000000000000000A', phase: 'asked' });
const restored = aSnapshot({ snapshotId: '01K0000000000000000000000B', phase: 'before_restore' });
const end = aSnapshot();

describe('the snapshot that is shown at first', () => {
  it.each([
    ['none while there is only the start', [start], null],
    ['the newest of a running session', [start, asked, restored], restored.snapshotId],
    ['the end of one that is over, whatever came after it', [start, asked, end, restored], 'end'],
    ['none of none', [], null],
  ])('is %s', (_what, snapshots, id) => {
    expect(newestSnapshot(snapshots)?.snapshotId ?? null).toBe(id);
  });
});

describe('a snapshot without changes to show', () => {
  it('says why, with what the service said of it', () => {
    expect(stateWords(aSnapshot())).toBeNull();
    expect(stateWords(aSnapshot({ state: 'not_a_repository' }))?.title).toBe('Not a git repo');
    expect(stateWords(aSnapshot({ state: 'unreadable', detail: 'bad \u202e object' }))?.text).toContain('bad <U+202E> object');
  });
});

describe('what changed besides the lines', () => {
  it.each([
    ['nothing', {}, []],
    ['a name', { status: 'renamed', oldPath: 'a\u202e.ts' }, ['Renamed from a<U+202E>.ts']],
    ['a copy', { status: 'copied', oldPath: 'a.ts' }, ['Copied from a.ts']],
    ['the right to run it', { newMode: '100755' }, ['Mode 100644 → 100755: was a file, is an executable file']],
    ['a link for a file', { status: 'type_changed', newMode: '120000' }, ['Mode 100644 → 120000: was a file, is a symbolic link']],
    ['a new script', { status: 'added', oldMode: null, newMode: '100755' }, ['Is an executable file']],
    ['a deleted file', { status: 'deleted', newMode: null }, []],
  ] as const)('is %s', (_what, over, notes) => {
    expect(fileNotes(aChangedFile(over))).toEqual(notes);
  });
});

describe('counts and sizes', () => {
  it('are in words', () => {
    expect([countWords(1, 'file'), countWords(10_000, 'file'), countWords(2, 'entry', 'entries')]).toEqual(['1 file', '10,000 files', '2 entries']);
    expect([0, 999, 1000, 4_230, 15_400, 999_949, 1_300_000, 25e8].map(sizeWords)).toEqual(['0 B', '999 B', '1.0 kB', '4.2 kB', '15 kB', '1000 kB', '1.3 MB', '2.5 GB']);
  });
});
