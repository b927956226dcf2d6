import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { snapshotChangesSchema, type SessionCommit } from '@agents-fleet/contracts';
import { ulid } from 'ulid';
import { ChangesUnderTest } from '../spec-support/changes-under-test.js';

const PATCH_A = 'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-größe\n+größer\n';
const A_COMMIT: SessionCommit = { id: 'f'.repeat(40), subject: 'Work', author: 'Ada', at: '2026-01-15T10:00:00+01:00' };

let test: ChangesUnderTest;
beforeAll(async () => { test = await ChangesUnderTest.open(); });
afterAll(() => test.close());
beforeEach(() => test.reset());
afterEach(() => test.clear());

describe('what changed', () => {
  it('has commits and files', async () => {
    await test.git.keep(test.id, { commits: 1 }, [{ path: 'a.txt', patch: PATCH_A }, { path: 'new name', oldPath: 'old', status: 'renamed', places: ['committed', 'staged'] }], [A_COMMIT]);
    const changes = snapshotChangesSchema.parse(await (await test.get('/end')).json());
    expect(changes).toMatchObject({ snapshot: { snapshotId: 'end', files: 2, commits: 1 }, commits: [A_COMMIT], files: [{ path: 'a.txt' }, { path: 'new name', oldPath: 'old' }] });
    expect(changes.files[0]).not.toHaveProperty('patchOffset');
  });

  it('is read anew when the snapshot has been taken anew', async () => {
    for (const path of ['first', 'second']) {
      await test.git.keep(test.id, {}, [{ path }]);
      expect(snapshotChangesSchema.parse(await (await test.get('/end')).json()).files).toMatchObject([{ path }]);
    }
  });

  it('is nothing at the start', async () => {
    await test.git.announce(test.id, { snapshotId: 'start', phase: 'start' });
    expect(snapshotChangesSchema.parse(await (await test.get('/start')).json())).toMatchObject({ commits: [], files: [] });
  });

  it('can’t be said of what is no repository, and of what is not kept', async () => {
    await test.git.announce(test.id, { snapshotId: 'end', phase: 'end', state: 'not_a_repository', head: null, detail: '/home/ada/engine has no git repository' });
    expect(await test.problemOf(await test.get('/end'))).toMatchObject({ status: 409, detail: 'There is nothing to compare: /home/ada/engine has no git repository.' });
    const snapshotId = ulid();
    await test.git.announce(test.id, { snapshotId, phase: 'asked' });
    for (const path of ['', '/patch', '/diff?path=a']) expect((await test.problemOf(await test.get(`/${snapshotId}${path}`))).status).toBe(410);
  });

  it.each(['/end', '/nothing', '/..%2f..%2fend', '/end%00', '/End', `/${'0'.repeat(25)}`])('is 404 for %s, which is no snapshot', async (path) => {
    for (const what of ['', '/patch', '/diff?path=a', '/content?path=a&side=after']) expect((await test.get(`${path}${what}`)).status).toBe(404);
  });

  it('is not read from what git-snapshot did not write', async () => {
    await test.git.keep(test.id, {}, [{ path: 'a.txt', patch: PATCH_A }]);
    await rename(test.fileOf('changes.json'), test.fileOf('moved'));
    await symlink('moved', test.fileOf('changes.json'));
    expect((await test.get('/end')).status).toBe(410);
    await rm(test.fileOf('changes.json'));
    for (const text of ['no json', '{"files": []}', '{"commits": [], "files": [{"path": "a", "patchOffset": -1}]}']) {
      await writeFile(test.fileOf('changes.json'), text);
      expect(await test.problemOf(await test.get('/end'))).toMatchObject({ status: 410, detail: 'The files of this snapshot are not as they were written.' });
    }
  });

  it('lists ten thousand files', async () => {
    await test.git.keep(test.id, {}, Array.from({ length: 10_000 }, (_, index) => ({ path: `src/module-${index}/file.ts`, patch: `patch ${index}\n` })));
    expect(snapshotChangesSchema.parse(await (await test.get('/end')).json()).files).toHaveLength(10_000);
    expect(await (await test.get('/end/diff?path=src/module-9999/file.ts')).text()).toBe('patch 9999\n');
  });
});
