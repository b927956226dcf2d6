import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@agents-fleet/platform';
import { SnapshotTaker } from './snapshots/snapshot-taker.js';
import { SnapshotsUnderTest } from './spec-support/snapshots-under-test.js';
import { listing, untouched } from './spec-support/work-tree-listing.js';
import { packsOf } from './store/shadow-store.js';
import { tidyStore } from './store/tidy-store.js';

let test: SnapshotsUnderTest;
beforeEach(async () => {
  test = await new SnapshotsUnderTest().open();
});
afterEach(() => test.remove());

const init = () => {
  test.run('init', '-q', '-b', 'main');
  test.write('a.txt', 'one\n');
  test.write('sub/b.txt', 'one\n');
  test.commit('first');
};
const summaries = (files: { status: string; path: string }[]) => files.map(({ status, path }) => `${status} ${path}`);

describe('what there is to see', () => {
  it('given no repository, a bare one, none at all: says which', async () => {
    mkdirSync(join(test.root, 'plain'));
    expect((await test.take('start', join(test.root, 'plain'))).record.event.data).toMatchObject({ state: 'not_a_repository', tree: null });
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(test.root, 'bare.git')]);
    expect((await test.take('end', join(test.root, 'bare.git'))).record.event.data).toMatchObject({ state: 'bare', branch: 'main', tree: null, files: 0 });
    expect((await test.take('asked', join(test.root, 'nowhere'))).record.event.data).toMatchObject({ state: 'missing', tree: null });
  }, 120_000);

  it('given a session that had ended before its start was looked at, then what it changed is said to be missing', async () => {
    init();
    const ended = new Date();
    test.write('a.txt', 'two\n');
    await test.take('start');
    const end = await test.take('end', test.repo, ended);
    expect(end.record.event.data).toMatchObject({ files: 0, truncated: expect.stringContaining('had ended before its repo was looked at') });
  }, 120_000);

  it('given a detached HEAD and a path below the top, then the whole repository', async () => {
    init();
    test.run('checkout', '-q', '--detach');
    await test.take('start', join(test.repo, 'sub'));
    test.write('a.txt', 'two\n');
    const end = await test.take('end', join(test.repo, 'sub'));
    expect(end.record.event.data).toMatchObject({ state: 'ok', branch: null, files: 1, additions: 1, deletions: 1 });
    expect(summaries(end.changes.files)).toEqual(['modified a.txt']);
  }, 120_000);

  it('given a second work tree, then its own files', async () => {
    init();
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
    init();
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
    init();
    await test.take('start');
    execFileSync('git', ['init', '-q', join(test.repo, 'project')]);
    test.write('project/x', 'x');
    const end = await test.take('end');
    expect(end.record.event.data.truncated).toContain('project/ is a repository of its own without a commit');
  }, 120_000);

  it('given commits, then those that the branch has gained, newest first', async () => {
    init();
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
    init();
    const start = await test.take('start');
    renameSync(test.repo, join(test.root, 'moved'));
    expect((await test.take('end')).record.event.data).toMatchObject({ state: 'missing', tree: null, files: 0 });
    expect(Object.keys(listing(join(test.root, 'moved')))).toEqual(['a.txt', 'sub/b.txt']);
    const asked = await test.take('asked', join(test.root, 'moved'));
    expect(asked.record.event.data.truncated).toContain('the session began in another repository');
    expect(start.record.kept?.tree).toBe(asked.record.kept?.tree);
  }, 120_000);

  it('given no snapshot of the start, then it says that there is nothing to compare with', async () => {
    init();
    const end = await test.take('end');
    expect(end.record.event.data).toMatchObject({ state: 'ok', files: 0, truncated: expect.stringContaining('no snapshot of the start') });
  }, 120_000);

  it('given a start without git, then compares with the commit of the start', async () => {
    init();
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
    init();
    const first = await test.take('start');
    test.write('a.txt', 'two\n');
    expect((await test.take('start')).record).toEqual(first.record);
  }, 120_000);
});

describe('what is kept', () => {
  it('lies in directories that nobody else may read, and leaves nothing behind', async () => {
    init();
    await test.take('start');
    await test.take('end');
    const session = join(test.snapshots, test.sessionId);
    expect(readdirSync(session).sort()).toEqual(['end', 'start']);
    for (const path of [test.snapshots, session, join(session, 'end'), join(test.snapshots, 'stores')]) expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(join(session, 'end'))) expect(statSync(join(session, 'end', name)).mode & 0o777).toBe(0o600);
    const [store = ''] = readdirSync(join(test.snapshots, 'stores'));
    expect(readdirSync(join(test.snapshots, 'stores', store, 'work'))).toEqual([]);
    expect(existsSync(join(test.snapshots, 'stores', store, 'index'))).toBe(true);
  }, 120_000);

  it('outlives what git drops: the contents on both sides of a change', async () => {
    init();
    test.write('gone.txt', 'before, in a commit\n');
    test.commit('second');
    await test.take('start');
    test.write('gone.txt', 'after\n');
    test.run('commit', '-q', '-a', '-m', 'third');
    const end = await test.take('end');
    rmSync(test.repo, { recursive: true });
    const changed = end.changes.files[0]!;
    expect(changed).toMatchObject({ path: 'gone.txt', places: ['committed'] });
    const store = join(test.snapshots, 'stores', end.record.kept!.store);
    for (const [tree, text] of [[end.record.kept!.comparedWith!, 'before, in a commit\n'], [end.record.kept!.tree, 'after\n']] as const) {
      expect(execFileSync('git', ['--git-dir', store, 'cat-file', 'blob', `${tree}:gone.txt`], { encoding: 'utf8' })).toBe(text);
    }
  }, 120_000);

  it('says which changes it can not show when git has dropped what was there before', async () => {
    init();
    test.write('dropped.txt', 'before\n');
    test.commit('second');
    await test.take('start');
    test.run('reset', '-q', '--hard', 'HEAD~1');
    test.run('reflog', 'expire', '--expire=now', '--all');
    test.run('gc', '-q', '--prune=now');
    test.write('dropped.txt', 'after\n');
    test.write('a.txt', 'two\n');
    const end = await test.take('end');
    expect(end.changes.files).toMatchObject([
      { path: 'a.txt', notInlined: null },
      { path: 'dropped.txt', notInlined: 'left_out', patchLength: 0, status: 'modified' },
    ]);
    expect(end.record.event.data.truncated).toContain('the repository has dropped what they were before');
    expect(end.patch.toString()).toContain('+two');
  }, 120_000);

  it('keeps every object when small packs are put together', async () => {
    init();
    await test.take('start');
    const kept = [];
    for (let n = 0; n < 3; n += 1) {
      test.write('a.txt', `version ${n}\n`);
      kept.push((await test.take('asked')).record.kept!);
    }
    const gitDir = join(test.snapshots, 'stores', kept[0]!.store);
    expect(await packsOf(gitDir)).toBeGreaterThan(2);
    await tidyStore(test.git, { gitDir }, AbortSignal.timeout(20_000), 3);
    expect(await packsOf(gitDir)).toBe(1);
    const texts = kept.map(({ tree }) => execFileSync('git', ['--git-dir', gitDir, 'cat-file', 'blob', `${tree}:a.txt`], { encoding: 'utf8' }));
    expect(texts).toEqual(['version 0\n', 'version 1\n', 'version 2\n']);
  }, 120_000);
});

describe('what is left out', () => {
  it('lists no more files than the limit, and the patch ends with a whole file', async () => {
    await test.open({ files: 3, bytes: 4_000 });
    init();
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
    init();
    await test.take('start');
    for (const name of ['c', 'd', 'e']) test.write(`${name}.txt`, `${name.repeat(1_500)}\n`);
    const end = await test.take('end');
    expect(end.record.event.data.truncated).toContain('the changes of 1 more files are not in it');
    expect(end.changes.files.map(({ notInlined }) => notInlined)).toEqual([null, null, 'left_out']);
    expect(end.patch.length).toBe(end.record.event.data.patchBytes);
    expect(end.patch.toString().endsWith(`${'d'.repeat(1_500)}\n`)).toBe(true);
  }, 120_000);

  it('says that a list of ignored files could not be read, at the start and after it', async () => {
    init();
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
    init();
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
    init();
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
    init();
    await test.take('start');
    test.write('secret.txt', 's\n');
    chmodSync(join(test.repo, 'secret.txt'), 0);
    test.write('open.txt', 'o\n');
    const end = await test.take('end');
    expect(summaries(end.changes.files)).toEqual(['added open.txt']);
    expect(end.record.event.data.truncated).toContain("secret.txt can't be read");
  }, 120_000);
});

describe('a large change', () => {
  it('10,000 changed files and one of 50 MB: the patch makes the end of the start, and git stays untouched', async () => {
    init();
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
