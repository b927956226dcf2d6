import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotsUnderTest, summaries } from './spec-support/snapshots-under-test.js';

let test: SnapshotsUnderTest;
beforeEach(async () => {
  test = await new SnapshotsUnderTest().open();
});
afterEach(() => test.remove());

describe('what is left out', () => {
  it('lists no more files than the limit, and the patch ends with a whole file', async () => {
    await test.open({ files: 3, bytes: 4_000 });
    test.begin();
    await test.take('start');
    for (const name of ['c', 'd', 'e', 'f', 'g']) test.write(`new-${name}.txt`, `${name.repeat(1_500)}\n`);
    test.write('huge.bin', Buffer.alloc(10_000, 1));
    const end = await test.take('end');
    const { truncated, files } = end.record.event.data;
    expect(truncated).toContain('only the first 3 are looked at');
    expect(files).toBe(2);
    expect(truncated).toContain('huge.bin is larger than 4000 bytes');
    expect(end.patch.toString().endsWith(`${'d'.repeat(1_500)}\n`)).toBe(true);
    expect(end.changes.files.map(({ path, notInlined }) => [path, notInlined])).toEqual([['new-c.txt', null], ['new-d.txt', null]]);
  }, 120_000);

  it('cuts a patch that is too long between two files', async () => {
    await test.open({ bytes: 4_000 });
    test.begin();
    await test.take('start');
    for (const name of ['c', 'd', 'e']) test.write(`${name}.txt`, `${name.repeat(1_500)}\n`);
    const end = await test.take('end');
    expect(end.record.event.data.truncated).toContain('the changes of 1 more files are not in it');
    expect(end.changes.files.map(({ notInlined }) => notInlined)).toEqual([null, null, 'left_out']);
    expect(end.patch.length).toBe(end.record.event.data.patchBytes);
    expect(end.patch.toString().endsWith(`${'d'.repeat(1_500)}\n`)).toBe(true);
  }, 120_000);

  it('says that a list of ignored files could not be read, at the start and after it', async () => {
    test.begin();
    writeFileSync(join(test.root, 'outside'), '*.log\n');
    mkdirSync(join(test.repo, '.git/info'), { recursive: true });
    rmSync(join(test.repo, '.git/info/exclude'), { force: true });
    symlinkSync(join(test.root, 'outside'), join(test.repo, '.git/info/exclude'));
    test.write('a.log', 'not hidden\n');
    const said = expect.stringContaining('what the repository hides by info/exclude is listed');
    expect((await test.take('start')).record.event.data.truncated).toEqual(said);
    expect((await test.take('end')).record.event.data.truncated).toEqual(said);
  }, 120_000);

  it('takes for new only what is new when the start was not complete', async () => {
    await test.open({ files: 2 });
    test.begin();
    for (const n of [1, 2, 3, 4, 5]) test.write(`old-${n}.txt`, 'old\n');
    await test.take('start');
    await test.open({ files: 100 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    test.write('old-4.txt', 'changed\n');
    test.write('new.txt', 'new\n');
    const end = await test.take('end');
    expect(summaries(end.changes.files)).toEqual(['added new.txt', 'added old-4.txt']);
    expect(end.record.event.data.truncated).toContain('the snapshot of the start is not complete');
  }, 120_000);

  it('marks what nobody reads line by line: binary, minified, too large', async () => {
    test.begin();
    await test.take('start');
    test.write('app.min.js', `${'a=1;'.repeat(5_000)}\n`);
    test.write('data.json', '{"line": 1}\n'.repeat(150_000));
    test.write('pixel.png', Buffer.from([137, 80, 78, 71, 0, 1]));
    const end = await test.take('end');
    expect(end.changes.files.map(({ path, notInlined }) => [path, notInlined])).toEqual([['app.min.js', 'minified'], ['data.json', 'too_large'], ['pixel.png', 'binary']]);
    expect(end.record.event.data.truncated).toBeNull();
  }, 120_000);

  const asRoot = process.getuid?.() === 0;
  (asRoot ? it.skip : it)('says which files it may not read, and keeps the others', async () => {
    test.begin();
    await test.take('start');
    test.write('secret.txt', 's\n');
    chmodSync(join(test.repo, 'secret.txt'), 0);
    test.write('open.txt', 'o\n');
    const end = await test.take('end');
    expect(summaries(end.changes.files)).toEqual(['added open.txt']);
    expect(end.record.event.data.truncated).toContain("secret.txt can't be read");
  }, 120_000);
});
