import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { restoreResultSchema } from '@agents-fleet/contracts';
import { ulid } from 'ulid';
import { ChangesUnderTest } from '../spec-support/changes-under-test.js';

let test: ChangesUnderTest;
beforeAll(async () => { test = await ChangesUnderTest.open(); });
afterAll(() => test.close());
beforeEach(() => test.reset());
afterEach(() => test.clear());

describe('a restore', () => {
  const files = [{ path: 'a.txt', action: 'write', why: null }];
  const restore = (json: object) => test.request('POST', `/api/sessions/${test.id}/restore`, json);
  beforeEach(async () => {
    await test.git.announce(test.id, { snapshotId: 'start', phase: 'start' });
    test.git.restored.length = 0;
  });

  it('is passed on with what is to be undone, and answered with what became of each file', async () => {
    test.git.answer = { ok: true, data: { keptAs: ulid(), files } };
    const response = await restore({ snapshotId: 'start', paths: ['a.txt'] });
    expect([response.status, restoreResultSchema.parse(await response.json())]).toEqual([200, test.git.answer.data]);
    expect(test.git.restored).toEqual([{ sessionId: test.id, snapshotId: 'start', paths: ['a.txt'], preview: false, keptAs: null, correlationId: expect.any(String) }]);
  });

  it('that is a part of a larger one names the snapshot of the state before that', async () => {
    const keptAs = ulid();
    test.git.answer = { ok: true, data: { keptAs, files } };
    expect((await restore({ snapshotId: 'start', paths: ['a.txt'], keptAs })).status).toBe(200);
    expect(test.git.restored).toMatchObject([{ keptAs }]);
    test.git.answer = { ok: false, error: { code: 'invalid_input', message: 'is none', field: 'keptAs' } };
    expect(await test.problemOf(await restore({ snapshotId: 'start', paths: ['a.txt'], keptAs }))).toMatchObject({ status: 422, errors: [{ field: 'keptAs' }] });
  });

  it('may be tried without a runner, but not done', async () => {
    await test.gateway.projector.saveSession({ id: test.id, runnerId: 'elsewhere' });
    test.git.answer = { ok: true, data: { keptAs: null, files } };
    expect((await restore({ snapshotId: 'start', paths: ['a.txt'], preview: true })).status).toBe(200);
    expect(await test.problemOf(await restore({ snapshotId: 'start', paths: ['a.txt'] }))).toMatchObject({
      status: 503,
      detail: 'Runner elsewhere, which writes the session’s files, is not online.',
    });
    expect(test.git.restored.map(({ preview }) => preview)).toEqual([true]);
  });

  it.each([
    ['repo_not_found', 409],
    ['repo_not_allowed', 409],
    ['invalid_input', 422],
    ['unavailable', 503],
    ['internal', 502],
  ] as const)('that git-snapshot answers with %s is %i', async (code, status) => {
    test.git.answer = { ok: false, error: { code, message: 'words for a person', field: null } };
    const problem = await test.problemOf(await restore({ snapshotId: 'start', paths: ['a.txt'] }));
    expect([problem.status, problem.detail]).toEqual([status, expect.stringContaining('words for a person')]);
  });

  it('is 404 for what nobody knows, and 422 for what makes no sense', async () => {
    expect((await restore({ snapshotId: 'end', paths: ['a.txt'] })).status).toBe(404);
    expect((await test.request('POST', `/api/sessions/${ulid()}/restore`, { snapshotId: 'start', paths: ['a'] })).status).toBe(404);
    for (const wrong of [{}, { snapshotId: '../x', paths: ['a'] }, { snapshotId: 'start', paths: [] }, { snapshotId: 'start', paths: [''] }, { snapshotId: 'start', paths: ['a'], keptAs: '../x' }]) {
      expect((await restore(wrong)).status).toBe(422);
    }
    expect(test.git.restored).toEqual([]);
  });

  it('of more than one message can tell is refused, with how many there may be', async () => {
    const paths = Array.from({ length: 9_000 }, (_, index) => `${'long-directory/'.repeat(5)}${index}`);
    const problem = await test.problemOf(await restore({ snapshotId: 'start', paths }));
    expect([problem.status, problem.errors?.[0]]).toEqual([422, { field: 'paths', message: expect.stringMatching(/at most about 5\d\d\d/) }]);
    const fewer = Array.from({ length: 5_000 }, (_, index) => paths[index] ?? '');
    test.git.answer = { ok: true, data: { keptAs: null, files: fewer.map((path) => ({ path, action: 'write', why: null })) } };
    expect((await restore({ snapshotId: 'start', paths: fewer, preview: true })).status).toBe(200);
  });
});
