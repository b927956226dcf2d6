import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SnapshotsUnderTest } from './spec-support/snapshots-under-test.js';
import { untouched } from './spec-support/work-tree-listing.js';

let test: SnapshotsUnderTest;
let marker: string;
let attack: string;

beforeEach(async () => {
  test = await new SnapshotsUnderTest().open();
  marker = join(test.root, 'MARKER');
  attack = join(test.root, 'attack.sh');
  writeFileSync(attack, `#!/bin/sh\necho ran >> ${marker}\ncat\n`);
  chmodSync(attack, 0o755);
  test.run('init', '-q', '-b', 'main');
  test.write('a.txt', 'one\n');
  test.write('b.evil', 'one\n');
  test.commit('first');
});
afterEach(() => test.remove());

/** A snapshot of the start and one of the end, with changes that give every program a reason to run. */
async function bothSnapshots() {
  await test.take('start');
  test.write('a.txt', 'two\n');
  test.write('b.evil', 'two\n');
  test.write('c.evil', 'new\n');
  const git = untouched(join(test.repo, '.git'));
  const end = await test.take('end');
  expect(untouched(join(test.repo, '.git'))).toEqual(git);
  return end;
}

const configure = (lines: string) => appendFileSync(join(test.repo, '.git/config'), lines);

describe('a repository that wants to run something', () => {
  const attacks: Record<string, () => void> = {
    fsmonitor: () => configure(`[core]\n\tfsmonitor = ${attack}\n`),
    hooks: () => {
      mkdirSync(join(test.root, 'hooks'));
      for (const hook of ['post-index-change', 'pre-commit', 'post-checkout', 'reference-transaction', 'fsmonitor-watchman', 'pre-auto-gc']) {
        for (const directory of [join(test.root, 'hooks'), join(test.repo, '.git/hooks')]) {
          mkdirSync(directory, { recursive: true });
          symlinkSync(attack, join(directory, hook));
        }
      }
      configure(`[core]\n\thooksPath = ${join(test.root, 'hooks')}\n`);
    },
    'clean, smudge and process filters': () => {
      configure(`[filter "evil"]\n\tclean = ${attack}\n\tsmudge = ${attack}\n\trequired = true\n[filter "evil2"]\n\tprocess = ${attack}\n`);
      test.write('.gitattributes', '*.evil filter=evil\n*.txt filter=evil2\n');
      mkdirSync(join(test.repo, '.git/info'), { recursive: true });
      writeFileSync(join(test.repo, '.git/info/attributes'), '* filter=evil\n');
    },
    'textconv and external diff': () => {
      configure(`[diff "evil"]\n\ttextconv = ${attack}\n\tcommand = ${attack}\n[diff]\n\texternal = ${attack}\n[core]\n\tpager = ${attack}\n\teditor = ${attack}\n`);
      test.write('.gitattributes', '* diff=evil\n');
    },
    'included configuration, another work tree, proxies': () => {
      // A promised object that nobody has.
      test.run('update-index', '--add', '--cacheinfo', `100644,${'e'.repeat(40)},promised.txt`);
      writeFileSync(join(test.root, 'included'), `[core]\n\tfsmonitor = ${attack}\n\tgitProxy = ${attack}\n\tsshCommand = ${attack}\n\tworktree = /etc\n[alias]\n\tupdate-index = !${attack}\n`);
      configure(`[include]\n\tpath = ${join(test.root, 'included')}\n[extensions]\n\tworktreeConfig = true\n\tpartialClone = evil\n[remote "evil"]\n\turl = ext::${attack}\n\tpromisor = true\n`);
      writeFileSync(join(test.repo, '.git/config.worktree'), `[core]\n\tfsmonitor = ${attack}\n`);
    },
    'a repository within, with the same': () => {
      const inner = join(test.repo, 'inner');
      mkdirSync(inner);
      const git = (...words: string[]) => execFileSync('git', ['-C', inner, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...words], { stdio: 'ignore' });
      git('init', '-q');
      writeFileSync(join(inner, 'x'), 'x');
      git('add', '-A');
      git('commit', '-q', '-m', 'inner');
      test.run('add', 'inner');
      appendFileSync(join(inner, '.git/config'), `[core]\n\tfsmonitor = ${attack}\n[diff]\n\texternal = ${attack}\n`);
      writeFileSync(join(inner, 'x'), 'changed');
      writeFileSync(join(test.repo, '.gitmodules'), `[submodule "inner"]\n\tpath = inner\n\turl = ext::${attack}\n\tupdate = !${attack}\n`);
    },
    'a bare repository within': () => {
      execFileSync('git', ['init', '-q', '--bare', join(test.repo, 'bare')]);
      appendFileSync(join(test.repo, 'bare/config'), `[core]\n\tfsmonitor = ${attack}\n\tworktree = ..\n`);
    },
  };

  it.each(Object.keys(attacks))('%s: runs nothing, and the snapshot is whole', async (name) => {
    attacks[name]?.();
    const end = await bothSnapshots();
    expect(existsSync(marker)).toBe(false);
    expect(end.record.event.data.truncated).toBeNull();
    expect(end.changes.files.map(({ path }) => path)).toEqual(['a.txt', 'b.evil', 'c.evil']);
    expect(end.patch.toString()).toContain('-one\n+two\n');
  }, 120_000);
});

describe('a repository that wants to show what it must not', () => {
  const secret = () => {
    const path = join(test.root, '..', `secret-of-${process.pid}`);
    writeFileSync(path, 'password=hunter2\n');
    return path;
  };

  it('keeps a link out of the repository as a link, also on the way to a file', async () => {
    const path = secret();
    try {
      mkdirSync(join(test.repo, 'dir'));
      test.write('dir/file', 'mine');
      test.commit('dir');
      await test.take('start');
      symlinkSync(path, join(test.repo, 'link'));
      rmSync(join(test.repo, 'dir'), { recursive: true });
      symlinkSync('/etc', join(test.repo, 'dir'));
      const end = await test.take('end');
      expect(end.changes.files.map(({ path: changed, status, newMode }) => [changed, status, newMode])).toEqual([
        ['dir', 'added', '120000'], ['dir/file', 'deleted', null], ['link', 'added', '120000'],
      ]);
      expect(end.patch.toString()).not.toContain('hunter2');
    } finally {
      rmSync(path);
    }
  }, 120_000);

  it('reads no objects of a repository outside the allowed roots, also through a chain of them', async () => {
    const outside = await new SnapshotsUnderTest().open();
    try {
      outside.run('init', '-q');
      outside.write('s', 'hunter2');
      outside.commit('secret');
      const middle = join(test.root, 'middle');
      execFileSync('git', ['init', '-q', middle]);
      writeFileSync(join(middle, '.git/objects/info/alternates'), `${join(outside.repo, '.git/objects')}\n`);
      writeFileSync(join(test.repo, '.git/objects/info/alternates'), `${join(middle, '.git/objects')}\n`);
      const { record } = await test.take('start');
      expect(record.kept).toBeNull();
      expect(record.event.data.truncated).toContain('outside the allowed roots');
    } finally {
      outside.remove();
    }
  }, 120_000);

  it('borrows from another repository within the roots, as git does', async () => {
    const clone = join(test.root, 'clone');
    test.run('clone', '-q', '--shared', test.repo, clone);
    await test.take('start', clone);
    writeFileSync(join(clone, 'a.txt'), 'two\n');
    const end = await test.take('end', clone);
    expect(end.patch.toString()).toContain('-one\n+two\n');
  }, 120_000);

  it.each(['ref: refs/heads/--upload-pack=evil', 'ref: -x', '--output=/tmp/x'])('follows no HEAD such as %j', async (head) => {
    await test.take('start');
    writeFileSync(join(test.repo, '.git/HEAD'), `${head}\n`);
    const end = await test.take('end');
    expect(end.record.event.data.head).toBeNull();
    expect(existsSync('/tmp/x')).toBe(false);
  }, 120_000);

  it('lets nobody hide a change behind flags of the index, its times or a list of ignored files', async () => {
    test.write('kept.txt', 'one\n');
    test.write('gone.txt', 'one\n');
    test.commit('more');
    await test.take('start');
    test.write('a.txt', 'six\n');
    test.run('update-index', '--assume-unchanged', 'a.txt');
    test.run('update-index', '--skip-worktree', 'kept.txt', 'gone.txt');
    test.write('kept.txt', 'six\n');
    rmSync(join(test.repo, 'gone.txt'));
    mkdirSync(join(test.repo, '.git/info'), { recursive: true });
    writeFileSync(join(test.repo, '.git/info/exclude'), '*\n');
    test.write('hidden.txt', 'new\n');
    // What is in the index is what the work tree has, says the index.
    test.write('b.evil', 'changed\n');
    const id = test.run('rev-parse', 'HEAD:b.evil');
    test.run('add', 'b.evil');
    test.run('update-index', '--cacheinfo', `100644,${id},b.evil`);
    const end = await test.take('end');
    expect(end.changes.files.map(({ status, path }) => `${status} ${path}`)).toEqual([
      'modified a.txt', 'modified b.evil', 'deleted gone.txt', 'added hidden.txt', 'modified kept.txt',
    ]);
  }, 120_000);

  it('waits for no pipe, reads no device, and says what it could not read', async () => {
    execFileSync('mkfifo', [join(test.repo, 'pipe')]);
    await test.take('start');
    rmSync(join(test.repo, 'a.txt'));
    execFileSync('mkfifo', [join(test.repo, 'a.txt')]);
    mkdirSync(join(test.repo, 'sub/.GIT'), { recursive: true });
    writeFileSync(join(test.repo, 'sub/.GIT/x'), 'x');
    symlinkSync('x', join(test.repo, '.gitmodules'));
    test.write('good.txt', 'g\n');
    const end = await test.take('end');
    expect(end.changes.files.map(({ status, path }) => `${status} ${path}`)).toEqual(['deleted a.txt', 'added good.txt']);
    expect(end.record.event.data.truncated).toContain('.git');
    expect(end.record.kept?.leftOut).toContain('.gitmodules');
  }, 120_000);
});
