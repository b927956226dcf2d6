import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotsUnderTest } from './spec-support/snapshots-under-test.js';
import { listing, untouched } from './spec-support/work-tree-listing.js';

let test: SnapshotsUnderTest;
beforeEach(async () => {
  test = await new SnapshotsUnderTest().open();
});
afterEach(() => test.remove());

describe('a large change', () => {
  it('10,000 changed files and one of 50 MB: the patch makes the end of the start, and git stays untouched', async () => {
    test.begin();
    for (let n = 0; n < 10_000; n += 1) test.write(`many/d${n % 100}/f${n}.txt`, `file ${n}\nsecond line\n`);
    test.commit('many');
    const start = await test.take('start');
    for (let n = 0; n < 10_000; n += 1) test.write(`many/d${n % 100}/f${n}.txt`, `file ${n}\nchanged line\n`);
    test.write('log.txt', Array.from({ length: 1_000_000 }, (_, n) => `line ${n} of a long log, as agents write them`).join('\n'));
    const git = untouched(join(test.repo, '.git'));
    const end = await test.take('end');
    expect(untouched(join(test.repo, '.git'))).toEqual(git);
    expect(end.record.event.data).toMatchObject({ files: 10_001, additions: 1_010_000, deletions: 10_000, truncated: null });
    expect(test.checkedOut(start, end.patch)).toEqual(listing(test.repo));
  }, 120_000);
});
