import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentReplySchema } from '@agents-fleet/contracts';
import { ChangesUnderTest } from '../spec-support/changes-under-test.js';

const PATCH_A = 'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-größe\n+größer\n';
const PATCH_B = 'diff --git a/b.html b/b.html\n--- a/b.html\n+++ b/b.html\n@@ -1 +1 @@\n-<p>\n+<script>alert(1)</script>\n';

let test: ChangesUnderTest;
beforeAll(async () => { test = await ChangesUnderTest.open(); });
afterAll(() => test.close());
beforeEach(() => test.reset());
afterEach(() => test.clear());

describe('the diff of a file', () => {
  it('is its part of the patch, as text that no browser takes for a page', async () => {
    await test.git.keep(test.id, {}, [{ path: 'a.txt', patch: PATCH_A }, { path: 'b & c.html', patch: PATCH_B }, { path: 'moved', patch: '' }]);
    for (const [path, patch] of [['a.txt', PATCH_A], ['b & c.html', PATCH_B], ['moved', '']] as const) {
      const response = await test.get(`/end/diff?path=${encodeURIComponent(path)}`);
      expect([response.status, await response.text()]).toEqual([200, patch]);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it('is given byte for byte, whatever the encoding', async () => {
    await test.git.keep(test.id, {}, [{ path: 'latin1', patch: 'x' }]);
    await writeFile(test.fileOf('changes.patch'), Buffer.from([0xe9]));
    expect(Buffer.from(await (await test.get('/end/diff?path=latin1')).arrayBuffer())).toEqual(Buffer.from([0xe9]));
  });

  it.each([
    ['binary', 'is binary'],
    ['too_large', 'has changed too much'],
    ['minified', 'is minified'],
    ['submodule', 'is a submodule'],
    ['left_out', 'was left out'],
  ] as const)('is 422 of one that is %s', async (notInlined, words) => {
    await test.git.keep(test.id, {}, [{ path: 'x', notInlined, patch: PATCH_A }]);
    const problem = await test.problemOf(await test.get('/end/diff?path=x'));
    expect([problem.status, problem.errors]).toEqual([422, [{ field: 'path', message: expect.stringContaining(words) }]]);
  });

  it('is 404 of a file that has not changed, 422 without a path, 410 when the patch was cut off', async () => {
    await test.git.keep(test.id, {}, [{ path: 'a.txt', patch: PATCH_A }]);
    expect((await test.get('/end/diff?path=../../../access-token')).status).toBe(404);
    expect((await test.get('/end/diff')).status).toBe(422);
    await truncate(test.fileOf('changes.patch'), 10);
    expect((await test.get('/end/diff?path=a.txt')).status).toBe(410);
    await rm(test.fileOf('changes.patch'));
    await symlink(join(test.gateway.test.directory, 'access-token'), test.fileOf('changes.patch'));
    for (const what of ['diff?path=a.txt', 'patch']) expect((await test.get(`/end/${what}`)).status).toBe(410);
  });
});

describe('the patch', () => {
  it('is a download with a safe name', async () => {
    const patch = await test.git.keep(test.id, {}, [{ path: 'a.txt', patch: PATCH_A }, { path: 'b.html', patch: PATCH_B }]);
    const response = await test.get('/end/patch');
    expect([response.status, await response.text()]).toEqual([200, patch]);
    expect(response.headers.get('content-type')).toBe('text/x-diff');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="Fix-it-${test.id}.end.patch"`);
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(patch)));
  });

  it('is as large as it is', async () => {
    const line = `+${'x'.repeat(1_023)}\n`;
    await test.git.keep(test.id, {}, [{ path: 'large', notInlined: 'too_large', patch: line.repeat(60_000) }]);
    const response = await test.get('/end/patch');
    let bytes = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
    expect(bytes).toBe(60_000 * 1_025);
  });

  it('is empty when nothing changed', async () => {
    await test.git.keep(test.id, {}, []);
    const response = await test.get('/end/patch');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('one side of a file', () => {
  it('comes from git-snapshot', async () => {
    await test.git.keep(test.id, {}, [{ path: 'a b.txt' }]);
    for (const text of ['before\n', null]) {
      test.git.answer = { ok: true, data: { text } };
      expect(contentReplySchema.parse(await (await test.get('/end/content?path=a%20b.txt&side=before')).json())).toEqual({ text });
    }
    expect(test.git.looked.at(-1)).toEqual({ sessionId: test.id, snapshotId: 'end', path: 'a b.txt', side: 'before' });
    expect((await test.get('/end/content?path=a&side=both')).status).toBe(422);
  });
});
