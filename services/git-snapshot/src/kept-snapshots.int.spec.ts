import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotsUnderTest } from './spec-support/snapshots-under-test.js';
import { packsOf } from './store/shadow-store.js';
import { tidyStore } from './store/tidy-store.js';

let test: SnapshotsUnderTest;
beforeEach(async () => {
  test = await new SnapshotsUnderTest().open();
});
afterEach(() => test.remove());

describe('what is kept', () => {
  it('lies in directories that nobody else may read, and leaves nothing behind', async () => {
    test.begin();
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
    test.begin();
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
    test.begin();
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
    test.begin();
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
