import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@agents-fleet/platform';
import { SnapshotTaker } from './snapshots/snapshot-taker.js';
import { SnapshotsUnderTest, summaries } from './spec-support/snapshots-under-test.js';
import { listing } from './spec-support/work-tree-listing.js';

let test: SnapshotsUnderTest;
beforeEach(async () => {
  test = await new SnapshotsUnderTest().open();
});
afterEach(() => test.remove());

describe('what there is to see', () => {
  it('given no repository, a bare one, none at all: says which', async () => {
    mkdirSync(join(test.root, 'plain'));
    expect((await test.take('start', join(test.root, 'plain'))).record.event.data).toMatchObject({ state: 'not_a_repository', tree: null });
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(test.root, 'bare.git')]);
    expect((await test.take('end', join(test.root, 'bare.git'))).record.event.data).toMatchObject({ state: 'bare', branch: 'main', tree: null, files: 0 });
    expect((await test.take('asked', join(test.root, 'nowhere'))).record.event.data).toMatchObject({ state: 'missing', tree: null });
  }, 120_000);

  it('given a session that had ended before its start was looked at, then what it changed is said to be missing', async () => {
    test.begin();
    const ended = new Date();
    test.write('a.txt', 'two\n');
    await test.take('start');
    const end = await test.take('end', test.repo, ended);
    expect(end.record.event.data).toMatchObject({ files: 0, truncated: expect.stringContaining('had ended before its repo was looked at') });
  }, 120_000);

  it('given a detached HEAD and a path below the top, then the whole repository', async () => {
    test.begin();
    test.run('checkout', '-q', '--detach');
    await test.take('start', join(test.repo, 'sub'));
    test.write('a.txt', 'two\n');
    const end = await test.take('end', join(test.repo, 'sub'));
    expect(end.record.event.data).toMatchObject({ state: 'ok', branch: null, files: 1, additions: 1, deletions: 1 });
    expect(summaries(end.changes.files)).toEqual(['modified a.txt']);
  }, 120_000);

  it('given a second work tree, then its own files', async () => {
    test.begin();
    test.run('worktree', 'add', '-q', '-b', 'side', join(test.root, 'side'));
    const side = join(test.root, 'side');
    await test.take('start', side);
    writeFileSync(join(side, 'a.txt'), 'side\n');
    test.write('a.txt', 'main\n');
    execFileSync('git', ['-C', side, '-c', 'user.name=n', '-c', 'user.email=e@example.org', 'commit', '-q', '-a', '-m', 'on the side']);
    const end = await test.take('end', side);
    expect(end.patch.toString()).toContain('+side');
    expect(end.changes.commits.map(({ subject }) => subject)).toEqual(['on the side']);
    expect(end.changes.files[0]?.places).toEqual(['committed']);
  }, 120_000);

  it('given a submodule, then its commit and not its files', async () => {
    test.begin();
    const library = join(test.root, 'library');
    execFileSync('git', ['clone', '-q', test.repo, library]);
    test.run('submodule', '--quiet', 'add', library, 'lib');
    test.commit('with a submodule');
    const start = await test.take('start');
    const inLibrary = (...words: string[]) => execFileSync('git', ['-C', join(test.repo, 'lib'), '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...words]);
    writeFileSync(join(test.repo, 'lib/a.txt'), 'two\n');
    inLibrary('commit', '-q', '-a', '-m', 'in the submodule');
    writeFileSync(join(test.repo, 'lib/a.txt'), 'three\n');
    const end = await test.take('end');
    expect(end.changes.files).toMatchObject([{ path: 'lib', status: 'modified', notInlined: 'submodule', newMode: '160000' }]);
    expect(end.patch.toString()).toContain('+Subproject commit ');
    expect(end.patch.toString()).not.toContain('three');
    expect(Object.keys(test.checkedOut(start, end.patch))).toEqual(['.gitmodules', 'a.txt', 'sub/b.txt']);
  }, 120_000);

  it('given a repository of its own without a commit, then it says that it is not looked into', async () => {
    test.begin();
    await test.take('start');
    execFileSync('git', ['init', '-q', join(test.repo, 'project')]);
    test.write('project/x', 'x');
    const end = await test.take('end');
    expect(end.record.event.data.truncated).toContain('project/ is a repository of its own without a commit');
  }, 120_000);

  it('given commits, then those that the branch has gained, newest first', async () => {
    test.begin();
    await test.take('start');
    test.write('a.txt', 'two\n');
    test.commit('second');
    test.write('a.txt', 'three\n');
    test.run('commit', '-q', '-a', '--author=Zoë <z@example.org>', '-m', 'third: über');
    const end = await test.take('end');
    expect(end.changes.commits).toMatchObject([{ subject: 'third: über', author: 'Zoë' }, { subject: 'second', author: 'Ann' }]);
    expect(end.record.event.data).toMatchObject({ commits: 2, head: test.run('rev-parse', 'HEAD') });
    test.run('commit', '-q', '--amend', '-m', 'third, amended');
    expect((await test.take('asked')).changes.commits.map(({ subject }) => subject)).toEqual(['third, amended', 'second']);
  }, 120_000);

  it('given a deleted or moved repository, then it says so, and what was kept stays', async () => {
    test.begin();
    const start = await test.take('start');
    renameSync(test.repo, join(test.root, 'moved'));
    expect((await test.take('end')).record.event.data).toMatchObject({ state: 'missing', tree: null, files: 0 });
    expect(Object.keys(listing(join(test.root, 'moved')))).toEqual(['a.txt', 'sub/b.txt']);
    const asked = await test.take('asked', join(test.root, 'moved'));
    expect(asked.record.event.data.truncated).toContain('the session began in another repository');
    expect(start.record.kept?.tree).toBe(asked.record.kept?.tree);
  }, 120_000);

  it('given no snapshot of the start, then it says that there is nothing to compare with', async () => {
    test.begin();
    const end = await test.take('end');
    expect(end.record.event.data).toMatchObject({ state: 'ok', files: 0, truncated: expect.stringContaining('no snapshot of the start') });
  }, 120_000);

  it('given a start without git, then compares with the commit of the start', async () => {
    test.begin();
    const without = new SnapshotTaker('git is not installed', test.files, { roots: [test.root], limits: { files: 10, bytes: 1e6, seconds: 10 }, ownDirectories: [] }, createLogger('spec', 'silent'));
    const request = { sessionId: test.sessionId, runnerId: 'r', snapshotId: 'start', phase: 'start' as const, repoPath: test.repo, causedAt: new Date().toISOString(), heldUntil: null, correlationId: 'c', causationId: null };
    const start = await without.take(request);
    expect(start.event.data).toMatchObject({ state: 'ok', branch: 'main', tree: null, truncated: expect.stringContaining('git is not installed') });
    test.write('a.txt', 'two\n');
    const end = await test.take('end');
    expect(summaries(end.changes.files)).toEqual(['modified a.txt']);
    expect(end.record.event.data.truncated).toContain('compared with the commit that the session began on');
  }, 120_000);

  it('given a second look for the same snapshot, then the first one stays', async () => {
    test.begin();
    const first = await test.take('start');
    test.write('a.txt', 'two\n');
    expect((await test.take('start')).record).toEqual(first.record);
  }, 120_000);
});
