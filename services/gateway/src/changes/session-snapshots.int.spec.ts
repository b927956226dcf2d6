import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sessionSnapshotSchema, snapshotListSchema } from '@agents-fleet/contracts';
import { ulid } from 'ulid';
import { ChangesUnderTest } from '../spec-support/changes-under-test.js';

let test: ChangesUnderTest;
beforeAll(async () => { test = await ChangesUnderTest.open(); });
afterAll(() => test.close());
beforeEach(() => test.reset());
afterEach(() => test.clear());

describe('the snapshots', () => {
  it('are listed, oldest first, with those of the time before there was more than a commit', async () => {
    await test.git.announceRow(test.id, `git:${test.id}:start`, { phase: 'start', state: 'ok', head: 'a'.repeat(40), branch: 'main', detail: null });
    await test.git.announce(test.id, { snapshotId: 'end', phase: 'end', files: 2, commits: 1 });
    const { items } = snapshotListSchema.parse(await (await test.get('')).json());
    expect(items.map(({ snapshotId, phase, files }) => [snapshotId, phase, files])).toEqual([['start', 'start', 0], ['end', 'end', 2]]);
  });

  it('are none of a session that has none yet, and 404 of one that nobody knows', async () => {
    expect(await (await test.get('')).json()).toEqual({ items: [] });
    expect((await test.request('GET', `/api/sessions/${ulid()}/changes`)).status).toBe(404);
  });

  it('are among the artifacts, as large as their patch, however old', async () => {
    await test.git.announceRow(test.id, `git:${test.id}:start`, { phase: 'start', state: 'ok', head: 'a'.repeat(40), branch: 'main', detail: null });
    await test.git.announce(test.id, { snapshotId: 'end', phase: 'end', patchBytes: 4_711 });
    const { items } = (await (await test.request('GET', `/api/sessions/${test.id}/artifacts`)).json()) as { items: { size: number; data: { snapshotId: string } }[] };
    expect(items.map(({ size, data }) => [size, data.snapshotId])).toEqual([[0, 'start'], [4_711, 'end']]);
    const one = await test.request('GET', `/api/sessions/${test.id}/artifacts/${encodeURIComponent(`git:${test.id}:end`)}`);
    expect(await one.json()).toMatchObject({ kind: 'git_state', size: 4_711, data: { snapshotId: 'end' } });
  });
});

describe('a snapshot that is asked for', () => {
  const take = (json?: unknown) => test.request('POST', `/api/sessions/${test.id}/changes`, json);

  it('is taken and shown, once the projector has it', async () => {
    const snapshotId = ulid();
    test.git.answer = { ok: true, data: { snapshotId } };
    test.git.onCapture = async () => {
      setTimeout(() => void test.git.announce(test.id, { snapshotId, phase: 'asked', files: 3 }), 100);
    };
    const response = await take({});
    expect([response.status, sessionSnapshotSchema.parse(await response.json())]).toEqual([201, expect.objectContaining({ snapshotId, phase: 'asked', files: 3 })]);
    expect(test.git.captured.at(-1)).toMatchObject({ sessionId: test.id, phase: 'asked' });
  });

  it('is refused with the reason', async () => {
    test.git.answer = { ok: false, error: { code: 'repo_not_found', message: '/home/ada/engine is gone', field: 'repoPath' } };
    const response = await take();
    expect([response.status, (await test.problemOf(response)).detail]).toEqual([409, expect.stringContaining('/home/ada/engine is gone')]);
    expect((await test.request('POST', `/api/sessions/${ulid()}/changes`, {})).status).toBe(404);
    expect((await take({ phase: 'end' })).status).toBe(422);
  });

  it('is 503 when git-snapshot is away', async () => {
    await test.git.stop();
    const response = await take({});
    expect([response.status, (await test.problemOf(response)).detail]).toEqual([503, 'The git-snapshot service: nobody answers this command.']);
  });
});
