import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readRepositoryHead } from './repository-head.js';

let root: string;
let repo: string;

/** The real git is the judge of what the files mean. */
const git = (...words: string[]): string =>
  execFileSync('git', ['-C', repo, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...words], {
    env: { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
const read = (path = repo) => readRepositoryHead(path, [root]);

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'git-head-')));
  repo = join(root, 'repo');
  mkdirSync(repo);
  git('init', '-q', '-b', 'main');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('an honest repository', () => {
  it('given a branch, then its commit and its name', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    expect(await read()).toEqual({ state: 'ok', head: git('rev-parse', 'HEAD'), branch: 'main', detail: null });
  });

  it('given a path below the top, then the repository above it', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    mkdirSync(join(repo, 'a/b'), { recursive: true });
    expect(await read(join(repo, 'a/b'))).toMatchObject({ state: 'ok', branch: 'main' });
  });

  it('given packed refs, then the same answer', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    git('checkout', '-q', '-b', 'feature/deep');
    git('commit', '-q', '--allow-empty', '-m', 'two');
    git('pack-refs', '--all', '--prune');
    expect(await read()).toMatchObject({ head: git('rev-parse', 'HEAD'), branch: 'feature/deep' });
  });

  it('given a directory that a deleted branch left behind, then the packed branch of that name', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    git('pack-refs', '--all', '--prune');
    mkdirSync(join(repo, '.git/refs/heads/main'));
    expect(await read()).toMatchObject({ state: 'ok', branch: 'main' });
  });

  it('given a detached HEAD, then the commit without a branch', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    git('checkout', '-q', '--detach');
    expect(await read()).toMatchObject({ state: 'ok', head: git('rev-parse', 'HEAD'), branch: null });
  });

  it('given a branch without a commit, then it says so', async () => {
    expect(await read()).toMatchObject({ state: 'no_commit', head: null, branch: 'main' });
  });

  it('given a second work tree, then its own branch', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    git('worktree', 'add', '-q', '-b', 'side', join(root, 'side'));
    git('pack-refs', '--all');
    expect(await read(join(root, 'side'))).toMatchObject({ state: 'ok', head: git('rev-parse', 'HEAD'), branch: 'side' });
  });

  it('given no repository or no directory, then it says which', async () => {
    mkdirSync(join(root, 'plain'));
    expect(await read(join(root, 'plain'))).toMatchObject({ state: 'not_a_repository' });
    expect(await read(join(root, 'nowhere'))).toMatchObject({ state: 'missing' });
    writeFileSync(join(root, 'file'), '');
    expect(await read(join(root, 'file'))).toMatchObject({ state: 'missing' });
  });

  it('given a root that does not exist, then the others still count', async () => {
    expect(await readRepositoryHead(repo, [join(root, 'gone'), root])).toMatchObject({ state: 'no_commit' });
  });
});

describe('a hostile repository', () => {
  const secret = () => {
    const path = join(root, 'secret');
    writeFileSync(path, '0123456789012345678901234567890123456789\n');
    return path;
  };
  const head = () => join(repo, '.git/HEAD');
  const replaceHead = (target: string) => {
    rmSync(head());
    symlinkSync(target, head());
  };

  it('refuses a HEAD that is a link out of the repository', async () => {
    replaceHead(secret());
    expect(await read()).toMatchObject({ state: 'unreadable', head: null });
  });

  it('refuses a ref that is a link out of the repository', async () => {
    symlinkSync(secret(), join(repo, '.git/refs/heads/main'));
    expect(await read()).toMatchObject({ state: 'unreadable', head: null });
  });

  it('refuses a directory of refs that is a link out of the repository', async () => {
    mkdirSync(join(root, 'elsewhere'));
    writeFileSync(join(root, 'elsewhere/main'), '0123456789012345678901234567890123456789\n');
    rmSync(join(repo, '.git/refs/heads'), { recursive: true });
    symlinkSync(join(root, 'elsewhere'), join(repo, '.git/refs/heads'));
    expect(await read()).toMatchObject({ state: 'unreadable', head: null });
  });

  it('never repeats what a file holds that is no ref', async () => {
    writeFileSync(head(), 'password=hunter2\n');
    const answer = await read();
    expect(answer.state).toBe('unreadable');
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('does not wait for a pipe', async () => {
    rmSync(head());
    execFileSync('mkfifo', [head()]);
    expect(await read()).toMatchObject({ state: 'unreadable' });
  });

  it('refuses a huge file without reading it', async () => {
    truncateSync(head(), 10 * 1024 ** 3);
    expect(await read()).toMatchObject({ state: 'unreadable' });
  });

  it('refuses symbolic refs that go in a circle', async () => {
    writeFileSync(join(repo, '.git/refs/heads/main'), 'ref: refs/heads/other\n');
    writeFileSync(join(repo, '.git/refs/heads/other'), 'ref: refs/heads/main\n');
    expect(await read()).toMatchObject({ state: 'unreadable' });
  });

  it('refuses a repository outside the allowed roots, also through a .git file or a link', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'one');
    const inside = join(root, 'allowed');
    mkdirSync(inside);
    writeFileSync(join(inside, '.git'), `gitdir: ${join(repo, '.git')}\n`);
    symlinkSync(repo, join(inside, 'link'));
    for (const path of [repo, inside, join(inside, 'link')]) {
      expect(await readRepositoryHead(path, [inside])).toMatchObject({ state: 'unreadable', head: null });
    }
  });

  it('refuses a reftable, saying so', async () => {
    writeFileSync(head(), 'ref: refs/heads/.invalid\n');
    expect((await read()).detail).toContain('reftable');
  });
});
