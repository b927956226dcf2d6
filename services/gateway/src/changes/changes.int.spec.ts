import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  contentReplySchema,
  problemSchema,
  restoreResultSchema,
  sessionSnapshotSchema,
  snapshotChangesSchema,
  snapshotListSchema,
  type Problem,
  type SessionCommit,
} from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';
import { SpecProjector } from '../spec-support/played-session.js';
import { SpecGitSnapshot } from '../spec-support/spec-git-snapshot.js';
import { SpecRunner } from '../spec-support/spec-runner.js';

const PATCH_A = 'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-größe\n+größer\n';
const PATCH_B = 'diff --git a/b.html b/b.html\n--- a/b.html\n+++ b/b.html\n@@ -1 +1 @@\n-<p>\n+<script>alert(1)</script>\n';
const A_COMMIT: SessionCommit = { id: 'f'.repeat(40), subject: 'Work', author: 'Ada', at: '2026-01-15T10:00:00+01:00' };

describe('changes over HTTP', () => {
  let test: GatewayUnderTest;
  let projector: SpecProjector;
  let runner: SpecRunner;
  let git: SpecGitSnapshot;
  let id: string;

  beforeAll(async () => {
    test = await gatewayUnderTest();
    projector = await SpecProjector.open(test.directory, test.broker);
    runner = new SpecRunner(test.broker);
    git = new SpecGitSnapshot(test.broker, projector, join(test.directory, 'snapshots'));
    await waitFor(async () => {
      runner.beat();
      return (await (await test.request('GET', '/api/runners')).text()).includes(runner.id);
    });
  });
  afterAll(async () => {
    runner.stop();
    await projector.close();
    await test.stop();
  });
  beforeEach(async () => {
    runner.beat();
    id = ulid();
    await projector.saveSession({ id, name: 'Fix "it"' });
    await git.start();
    git.answer = { ok: true, data: {} };
    git.onCapture = () => Promise.resolve();
  });
  afterEach(() => git.stop());

  const get = (path: string) => test.request('GET', `/api/sessions/${id}/changes${path}`);
  const restore = (json: object) => test.request('POST', `/api/sessions/${id}/restore`, { json });
  const problemOf = async (response: Response): Promise<Problem> => problemSchema.parse(await response.json());
  const fileOf = (name: string, snapshotId = 'end') => join(git.root, id, snapshotId, name);

  describe('the snapshots', () => {
    it('are listed, oldest first, with those of the time before there was more than a commit', async () => {
      await git.announceRow(id, `git:${id}:start`, { phase: 'start', state: 'ok', head: 'a'.repeat(40), branch: 'main', detail: null });
      await git.announce(id, { snapshotId: 'end', phase: 'end', files: 2, commits: 1 });
      const { items } = snapshotListSchema.parse(await (await get('')).json());
      expect(items.map(({ snapshotId, phase, files }) => [snapshotId, phase, files])).toEqual([['start', 'start', 0], ['end', 'end', 2]]);
    });

    it('are none of a session that has none yet, and 404 of one that nobody knows', async () => {
      expect(await (await get('')).json()).toEqual({ items: [] });
      expect((await test.request('GET', `/api/sessions/${ulid()}/changes`)).status).toBe(404);
    });

    it('are among the artifacts, as large as their patch, however old', async () => {
      await git.announceRow(id, `git:${id}:start`, { phase: 'start', state: 'ok', head: 'a'.repeat(40), branch: 'main', detail: null });
      await git.announce(id, { snapshotId: 'end', phase: 'end', patchBytes: 4_711 });
      const { items } = (await (await test.request('GET', `/api/sessions/${id}/artifacts`)).json()) as { items: { size: number; data: { snapshotId: string } }[] };
      expect(items.map(({ size, data }) => [size, data.snapshotId])).toEqual([[0, 'start'], [4_711, 'end']]);
      const one = await test.request('GET', `/api/sessions/${id}/artifacts/${encodeURIComponent(`git:${id}:end`)}`);
      expect(await one.json()).toMatchObject({ kind: 'git_state', size: 4_711, data: { snapshotId: 'end' } });
    });
  });

  describe('a snapshot that is asked for', () => {
    const take = (json?: unknown) => test.request('POST', `/api/sessions/${id}/changes`, json === undefined ? {} : { json });

    it('is taken and shown, once the projector has it', async () => {
      const snapshotId = ulid();
      git.answer = { ok: true, data: { snapshotId } };
      git.onCapture = async () => {
        setTimeout(() => void git.announce(id, { snapshotId, phase: 'asked', files: 3 }), 100);
      };
      const response = await take({});
      expect([response.status, sessionSnapshotSchema.parse(await response.json())]).toEqual([201, expect.objectContaining({ snapshotId, phase: 'asked', files: 3 })]);
      expect(git.captured.at(-1)).toMatchObject({ sessionId: id, phase: 'asked' });
    });

    it('is refused with the reason', async () => {
      git.answer = { ok: false, error: { code: 'repo_not_found', message: '/home/ada/engine is gone', field: 'repoPath' } };
      const response = await take();
      expect([response.status, (await problemOf(response)).detail]).toEqual([409, expect.stringContaining('/home/ada/engine is gone')]);
      expect((await test.request('POST', `/api/sessions/${ulid()}/changes`, { json: {} })).status).toBe(404);
      expect((await take({ phase: 'end' })).status).toBe(422);
    });

    it('is 503 when git-snapshot is away', async () => {
      await git.stop();
      const response = await take({});
      expect([response.status, (await problemOf(response)).detail]).toEqual([503, 'The git-snapshot service: nobody answers this command.']);
    });
  });

  describe('what changed', () => {
    it('has commits and files', async () => {
      await git.keep(id, { commits: 1 }, [{ path: 'a.txt', patch: PATCH_A }, { path: 'new name', oldPath: 'old', status: 'renamed', places: ['committed', 'staged'] }], [A_COMMIT]);
      const changes = snapshotChangesSchema.parse(await (await get('/end')).json());
      expect(changes).toMatchObject({ snapshot: { snapshotId: 'end', files: 2, commits: 1 }, commits: [A_COMMIT], files: [{ path: 'a.txt' }, { path: 'new name', oldPath: 'old' }] });
      expect(changes.files[0]).not.toHaveProperty('patchOffset');
    });

    it('is read anew when the snapshot has been taken anew', async () => {
      for (const path of ['first', 'second']) {
        await git.keep(id, {}, [{ path }]);
        expect(snapshotChangesSchema.parse(await (await get('/end')).json()).files).toMatchObject([{ path }]);
      }
    });

    it('is nothing at the start', async () => {
      await git.announce(id, { snapshotId: 'start', phase: 'start' });
      expect(snapshotChangesSchema.parse(await (await get('/start')).json())).toMatchObject({ commits: [], files: [] });
    });

    it('can’t be said of what is no repository, and of what is not kept', async () => {
      await git.announce(id, { snapshotId: 'end', phase: 'end', state: 'not_a_repository', head: null, detail: '/home/ada/engine has no git repository' });
      expect(await problemOf(await get('/end'))).toMatchObject({ status: 409, detail: 'There is nothing to compare: /home/ada/engine has no git repository.' });
      const snapshotId = ulid();
      await git.announce(id, { snapshotId, phase: 'asked' });
      for (const path of ['', '/patch', '/diff?path=a']) expect((await problemOf(await get(`/${snapshotId}${path}`))).status).toBe(410);
    });

    it.each(['/end', '/nothing', '/..%2f..%2fend', '/end%00', '/End', `/${'0'.repeat(25)}`])('is 404 for %s, which is no snapshot', async (path) => {
      for (const what of ['', '/patch', '/diff?path=a', '/content?path=a&side=after']) expect((await get(`${path}${what}`)).status).toBe(404);
    });

    it('is not read from what git-snapshot did not write', async () => {
      await git.keep(id, {}, [{ path: 'a.txt', patch: PATCH_A }]);
      await rename(fileOf('changes.json'), fileOf('moved'));
      await symlink('moved', fileOf('changes.json'));
      expect((await get('/end')).status).toBe(410);
      await rm(fileOf('changes.json'));
      for (const text of ['no json', '{"files": []}', '{"commits": [], "files": [{"path": "a", "patchOffset": -1}]}']) {
        await writeFile(fileOf('changes.json'), text);
        expect(await problemOf(await get('/end'))).toMatchObject({ status: 410, detail: 'The files of this snapshot are not as they were written.' });
      }
    });

    it('lists ten thousand files', async () => {
      await git.keep(id, {}, Array.from({ length: 10_000 }, (_, index) => ({ path: `src/module-${index}/file.ts`, patch: `patch ${index}\n` })));
      expect(snapshotChangesSchema.parse(await (await get('/end')).json()).files).toHaveLength(10_000);
      expect(await (await get('/end/diff?path=src/module-9999/file.ts')).text()).toBe('patch 9999\n');
    });
  });

  describe('the diff of a file', () => {
    it('is its part of the patch, as text that no browser takes for a page', async () => {
      await git.keep(id, {}, [{ path: 'a.txt', patch: PATCH_A }, { path: 'b & c.html', patch: PATCH_B }, { path: 'moved', patch: '' }]);
      for (const [path, patch] of [['a.txt', PATCH_A], ['b & c.html', PATCH_B], ['moved', '']] as const) {
        const response = await get(`/end/diff?path=${encodeURIComponent(path)}`);
        expect([response.status, await response.text()]).toEqual([200, patch]);
        expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      }
    });

    it('is given byte for byte, whatever the encoding', async () => {
      await git.keep(id, {}, [{ path: 'latin1', patch: 'x' }]);
      await writeFile(fileOf('changes.patch'), Buffer.from([0xe9]));
      expect(Buffer.from(await (await get('/end/diff?path=latin1')).arrayBuffer())).toEqual(Buffer.from([0xe9]));
    });

    it.each([
      ['binary', 'is binary'],
      ['too_large', 'has changed too much'],
      ['minified', 'is minified'],
      ['submodule', 'is a submodule'],
      ['left_out', 'was left out'],
    ] as const)('is 422 of one that is %s', async (notInlined, words) => {
      await git.keep(id, {}, [{ path: 'x', notInlined, patch: PATCH_A }]);
      const problem = await problemOf(await get('/end/diff?path=x'));
      expect([problem.status, problem.errors]).toEqual([422, [{ field: 'path', message: expect.stringContaining(words) }]]);
    });

    it('is 404 of a file that has not changed, 422 without a path, 410 when the patch was cut off', async () => {
      await git.keep(id, {}, [{ path: 'a.txt', patch: PATCH_A }]);
      expect((await get('/end/diff?path=../../../access-token')).status).toBe(404);
      expect((await get('/end/diff')).status).toBe(422);
      await truncate(fileOf('changes.patch'), 10);
      expect((await get('/end/diff?path=a.txt')).status).toBe(410);
      await rm(fileOf('changes.patch'));
      await symlink(join(test.directory, 'access-token'), fileOf('changes.patch'));
      for (const what of ['diff?path=a.txt', 'patch']) expect((await get(`/end/${what}`)).status).toBe(410);
    });
  });

  describe('the patch', () => {
    it('is a download with a safe name', async () => {
      const patch = await git.keep(id, {}, [{ path: 'a.txt', patch: PATCH_A }, { path: 'b.html', patch: PATCH_B }]);
      const response = await get('/end/patch');
      expect([response.status, await response.text()]).toEqual([200, patch]);
      expect(response.headers.get('content-type')).toBe('text/x-diff');
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="Fix-it-${id}.end.patch"`);
      expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(patch)));
    });

    it('is as large as it is', async () => {
      const line = `+${'x'.repeat(1_023)}\n`;
      await git.keep(id, {}, [{ path: 'large', notInlined: 'too_large', patch: line.repeat(60_000) }]);
      const response = await get('/end/patch');
      let bytes = 0;
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
      expect(bytes).toBe(60_000 * 1_025);
    });

    it('is empty when nothing changed', async () => {
      await git.keep(id, {}, []);
      const response = await get('/end/patch');
      expect([response.status, await response.text()]).toEqual([200, '']);
    });
  });

  describe('one side of a file', () => {
    it('comes from git-snapshot', async () => {
      await git.keep(id, {}, [{ path: 'a b.txt' }]);
      for (const text of ['before\n', null]) {
        git.answer = { ok: true, data: { text } };
        expect(contentReplySchema.parse(await (await get('/end/content?path=a%20b.txt&side=before')).json())).toEqual({ text });
      }
      expect(git.looked.at(-1)).toEqual({ sessionId: id, snapshotId: 'end', path: 'a b.txt', side: 'before' });
      expect((await get('/end/content?path=a&side=both')).status).toBe(422);
    });
  });

  describe('a restore', () => {
    const files = [{ path: 'a.txt', action: 'write', why: null }];
    beforeEach(async () => {
      await git.announce(id, { snapshotId: 'start', phase: 'start' });
      git.restored.length = 0;
    });

    it('is passed on with what is to be undone, and answered with what became of each file', async () => {
      git.answer = { ok: true, data: { keptAs: ulid(), files } };
      const response = await restore({ snapshotId: 'start', paths: ['a.txt'] });
      expect([response.status, restoreResultSchema.parse(await response.json())]).toEqual([200, git.answer.data]);
      expect(git.restored).toEqual([{ sessionId: id, snapshotId: 'start', paths: ['a.txt'], preview: false, keptAs: null, correlationId: expect.any(String) }]);
    });

    it('that is a part of a larger one names the snapshot of the state before that', async () => {
      const keptAs = ulid();
      git.answer = { ok: true, data: { keptAs, files } };
      expect((await restore({ snapshotId: 'start', paths: ['a.txt'], keptAs })).status).toBe(200);
      expect(git.restored).toMatchObject([{ keptAs }]);
      git.answer = { ok: false, error: { code: 'invalid_input', message: 'is none', field: 'keptAs' } };
      expect(await problemOf(await restore({ snapshotId: 'start', paths: ['a.txt'], keptAs }))).toMatchObject({ status: 422, errors: [{ field: 'keptAs' }] });
    });

    it('may be tried without a runner, but not done', async () => {
      await projector.saveSession({ id, runnerId: 'elsewhere' });
      git.answer = { ok: true, data: { keptAs: null, files } };
      expect((await restore({ snapshotId: 'start', paths: ['a.txt'], preview: true })).status).toBe(200);
      expect(await problemOf(await restore({ snapshotId: 'start', paths: ['a.txt'] }))).toMatchObject({
        status: 503,
        detail: 'Runner elsewhere, which writes the session’s files, is not online.',
      });
      expect(git.restored.map(({ preview }) => preview)).toEqual([true]);
    });

    it.each([
      ['repo_not_found', 409],
      ['repo_not_allowed', 409],
      ['invalid_input', 422],
      ['unavailable', 503],
      ['internal', 502],
    ] as const)('that git-snapshot answers with %s is %i', async (code, status) => {
      git.answer = { ok: false, error: { code, message: 'words for a person', field: null } };
      const problem = await problemOf(await restore({ snapshotId: 'start', paths: ['a.txt'] }));
      expect([problem.status, problem.detail]).toEqual([status, expect.stringContaining('words for a person')]);
    });

    it('is 404 for what nobody knows, and 422 for what makes no sense', async () => {
      expect((await restore({ snapshotId: 'end', paths: ['a.txt'] })).status).toBe(404);
      expect((await test.request('POST', `/api/sessions/${ulid()}/restore`, { json: { snapshotId: 'start', paths: ['a'] } })).status).toBe(404);
      for (const wrong of [{}, { snapshotId: '../x', paths: ['a'] }, { snapshotId: 'start', paths: [] }, { snapshotId: 'start', paths: [''] }, { snapshotId: 'start', paths: ['a'], keptAs: '../x' }]) {
        expect((await restore(wrong)).status).toBe(422);
      }
      expect(git.restored).toEqual([]);
    });

    it('of more than one message can tell is refused, with how many there may be', async () => {
      const paths = Array.from({ length: 9_000 }, (_, index) => `${'long-directory/'.repeat(5)}${index}`);
      const problem = await problemOf(await restore({ snapshotId: 'start', paths }));
      expect([problem.status, problem.errors?.[0]]).toEqual([422, { field: 'paths', message: expect.stringMatching(/at most about 5\d\d\d/) }]);
      const fewer = Array.from({ length: 5_000 }, (_, index) => paths[index] ?? '');
      git.answer = { ok: true, data: { keptAs: null, files: fewer.map((path) => ({ path, action: 'write', why: null })) } };
      expect((await restore({ snapshotId: 'start', paths: fewer, preview: true })).status).toBe(200);
    });
  });
});
