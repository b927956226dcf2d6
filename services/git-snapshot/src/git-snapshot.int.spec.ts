import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aSessionStarted, waitFor } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { requestOf } from './snapshots/capture-request.js';
import { ServiceUnderTest } from './spec-support/service-under-test.js';

let test: ServiceUnderTest;
beforeAll(async () => {
  test = await ServiceUnderTest.open();
}, 120_000);
afterAll(() => test.close());
beforeEach(() => test.reset());
afterEach(() => test.clear());

describe('snapshots of sessions', () => {
  it('are taken at start and end, also when the service was restarted in between', async () => {
    await test.start();
    test.write('was.txt', 'here before\n');
    await test.begin();
    expect(await test.captures(1)).toMatchObject([{ snapshotId: 'start', phase: 'start', state: 'no_commit', branch: 'trunk', files: 0 }]);
    await test.stop();
    await test.start();
    test.write('new.txt', 'one\ntwo\n');
    await test.end();
    expect(await test.captures(2)).toMatchObject([{ phase: 'start' }, { snapshotId: 'end', branch: 'trunk', files: 1, additions: 2, tree: expect.any(String) }]);
    const snapshot = join(test.directory.path, 'data/snapshots', test.sessionId, 'end');
    expect(JSON.parse(readFileSync(join(snapshot, 'changes.json'), 'utf8'))).toMatchObject({ files: [{ path: 'new.txt', places: ['untracked'] }] });
    expect(readFileSync(join(snapshot, 'changes.patch'), 'utf8')).toContain('+two');
  }, 120_000);

  it('have nothing of our own in them when our data lies in the repository', async () => {
    await test.start({ FLEET_DATA_DIR: join(test.repo, 'fleet data') });
    await test.begin();
    await test.captures(1);
    test.write('new.txt', 'new\n');
    await test.end();
    await test.captures(2);
    const changes = JSON.parse(readFileSync(join(test.repo, 'fleet data/snapshots', test.sessionId, 'end/changes.json'), 'utf8')) as { files: { path: string }[] };
    expect(changes.files.map(({ path }) => path)).toEqual(['new.txt']);
  }, 120_000);

  it('are taken late rather than never, and say so', async () => {
    await test.publisher.publish(aSessionStarted({ sessionId: test.sessionId, at: new Date(Date.now() - 60_000).toISOString(), data: { repoPath: test.repo } }));
    await test.start();
    expect((await test.captures(1))[0]?.detail).toMatch(/read 6\d s after the start/);
  }, 120_000);

  it('say at the start and at the end that a command did not wait until its repo was kept', async () => {
    const at = new Date(Date.now() - 3_000).toISOString();
    await test.publisher.publish(aSessionStarted({ sessionId: test.sessionId, at, data: { repoPath: test.repo, baselineWaitMs: 2_000 } }));
    await test.start();
    const late = expect.stringContaining('after it had waited for 2 s');
    expect(await test.captures(1)).toMatchObject([{ phase: 'start', truncated: late }]);
    await test.end();
    expect(await test.captures(2)).toMatchObject([{ phase: 'start' }, { phase: 'end', truncated: late }]);
  }, 120_000);

  it('given that ends are not wanted, then none is taken; given a repository outside the roots, then it says so', async () => {
    await test.start({ AGENTS_FLEET_CAPTURE_GIT_ON_END: '0' });
    await test.publisher.publish(aSessionStarted({ sessionId: test.sessionId, data: { repoPath: '/etc' } }));
    await test.end();
    expect(await test.captures(1)).toMatchObject([{ phase: 'start', state: 'unreadable', head: null }]);
    // Events are handled in their order: once a later session's start is captured, that end has been handled.
    const later = ulid();
    await test.publisher.publish(aSessionStarted({ sessionId: later, data: { repoPath: test.repo } }));
    expect(await test.captures(1, later)).toMatchObject([{ phase: 'start', state: 'no_commit' }]);
    await waitFor(() => test.service?.health().details['captured'] === 2);
  }, 120_000);

  it('given no git, then the health says so and sessions still have their commit', async () => {
    test.write('a', 'a');
    test.git('add', '-A');
    test.git('commit', '-q', '-m', 'first');
    const path = process.env['PATH'];
    process.env['PATH'] = test.directory.path;
    try {
      await test.start();
    } finally {
      process.env['PATH'] = path;
    }
    expect(test.service?.health()).toMatchObject({ ok: true, details: { git: 'git is not installed' } });
    await test.begin();
    expect(await test.captures(1)).toMatchObject([{ state: 'ok', head: test.git('rev-parse', 'HEAD'), tree: null, truncated: expect.stringContaining('git is not installed') }]);
  }, 120_000);

  it('are taken after the next start when the service was killed before', async () => {
    const pending = join(test.directory.path, 'data/snapshots/pending');
    mkdirSync(pending, { recursive: true });
    const request = requestOf(aSessionStarted({ sessionId: test.sessionId, at: new Date().toISOString() }), 'start', test.repo);
    writeFileSync(join(pending, `${test.sessionId}.start.json`), JSON.stringify(request));
    await test.start();
    expect(await test.captures(1)).toMatchObject([{ phase: 'start', state: 'no_commit' }]);
    await waitFor(() => readdirSync(pending).length === 0);
  }, 120_000);

  it('leave nothing to do twice: what is taken is not pending', async () => {
    await test.start();
    await test.begin();
    await test.captures(1);
    await waitFor(() => readdirSync(join(test.directory.path, 'data/snapshots/pending')).length === 0);
  }, 120_000);
});
