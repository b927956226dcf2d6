import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SnapshotPhase } from '@agents-fleet/contracts';
import { createLogger } from '@agents-fleet/platform';
import { ulid } from 'ulid';
import type { CaptureLimits } from '../capture/limits.js';
import { findGit } from '../git/find-git.js';
import { Git } from '../git/git.js';
import { SnapshotFiles, type SnapshotChangesFile } from '../snapshots/snapshot-files.js';
import type { SnapshotRecord } from '../snapshots/snapshot-record.js';
import { SnapshotTaker } from '../snapshots/snapshot-taker.js';
import { openSnapshotDirectory } from '../store/snapshot-directory.js';
import { listing } from './work-tree-listing.js';

/** A snapshot as the gateway would find it. */
export interface ReadSnapshot {
  record: SnapshotRecord;
  changes: SnapshotChangesFile;
  patch: Buffer;
}

/** Status and name of each changed file, in one line. */
export const summaries = (files: SnapshotChangesFile['files']) => files.map(({ status, path }) => `${status} ${path}`);

/** A repository and snapshots of it, in directories of their own. */
export class SnapshotsUnderTest {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'git-snapshots-')));
  readonly repo = join(this.root, 'repo');
  readonly #data = mkdtempSync(join(tmpdir(), 'git-snapshots-data-'));
  readonly snapshots = join(this.#data, 'snapshots');
  readonly sessionId = ulid();
  taker!: SnapshotTaker;
  git!: Git;
  files!: SnapshotFiles;

  async open(limits: Partial<CaptureLimits> = {}): Promise<this> {
    mkdirSync(this.repo, { recursive: true });
    const directory = await openSnapshotDirectory(this.snapshots);
    const program = await findGit(process.env['PATH']);
    if (typeof program === 'string') throw new Error(program);
    this.git = new Git(program, join(this.snapshots, 'home'));
    this.files = new SnapshotFiles(directory);
    const options = { roots: [this.root], limits: { files: 20_000, bytes: 100_000_000, seconds: 60, ...limits }, ownDirectories: [] };
    this.taker = new SnapshotTaker(this.git, this.files, options, createLogger('spec', 'silent'));
    return this;
  }

  remove(): void {
    for (const path of [this.root, this.#data]) rmSync(path, { recursive: true, force: true });
  }

  /** The person's and the agent's git, with nothing of this machine's configuration. */
  run(...words: string[]): string {
    // A commit of thousands of files makes git tidy up in the background, beside whoever looks at the repository next.
    return execFileSync('git', ['-c', 'gc.auto=0', '-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'protocol.file.allow=always', ...words], {
      cwd: this.repo,
      env: { PATH: process.env['PATH'], HOME: this.root, GIT_CONFIG_NOSYSTEM: '1' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 256 * 1024 ** 2,
    }).trim();
  }

  /** Makes it a repository with two files in a commit. */
  begin(): void {
    this.run('init', '-q', '-b', 'main');
    this.write('a.txt', 'one\n');
    this.write('sub/b.txt', 'one\n');
    this.commit('first');
  }

  write(path: string, content: string | Buffer): void {
    const full = Buffer.from(`${this.repo}/${path}`);
    mkdirSync(dirname(full.toString()), { recursive: true });
    writeFileSync(full, content);
  }

  commit(message: string): void {
    this.run('add', '-A');
    this.run('commit', '-q', '--allow-empty', '-m', message);
  }

  async take(phase: SnapshotPhase, repoPath = this.repo, causedAt = new Date()): Promise<ReadSnapshot> {
    const snapshotId = phase === 'start' || phase === 'end' ? phase : ulid();
    const record = await this.taker.take({
      sessionId: this.sessionId, runnerId: 'workstation', snapshotId, phase, repoPath,
      causedAt: causedAt.toISOString(), heldUntil: null, correlationId: 'spec', causationId: null,
    });
    const directory = join(this.snapshots, this.sessionId, snapshotId);
    return {
      record,
      changes: JSON.parse(readFileSync(join(directory, 'changes.json'), 'utf8')) as SnapshotChangesFile,
      patch: readFileSync(join(directory, 'changes.patch')),
    };
  }

  /** Files of a kept tree, written out by git without any conversion, and what a patch makes of them. */
  checkedOut(snapshot: ReadSnapshot, patch: Buffer | null = null): Record<string, string> {
    const target = mkdtempSync(join(this.root, '.out-'));
    try {
      const kept = snapshot.record.kept;
      if (kept === null) throw new Error('no tree was kept');
      const environment = {
        PATH: process.env['PATH'], HOME: target, GIT_CONFIG_NOSYSTEM: '1', GIT_DIR: join(this.files.stores, kept.store), GIT_INDEX_FILE: join(target, '.index'),
        GIT_WORK_TREE: target, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(this.repo, '.git/objects'),
      };
      const git = (words: string[], input?: Buffer) => execFileSync('git', words, { cwd: target, env: environment, ...(input === undefined ? {} : { input }), stdio: ['pipe', 'pipe', 'pipe'] });
      git(['read-tree', kept.tree]);
      if (patch !== null && patch.length > 0) git(['apply', '--cached', '--binary'], patch);
      git(['checkout-index', '-a', '-f']);
      return listing(target, ['.index', '.git']);
    } finally {
      rmSync(target, { recursive: true });
    }
  }
}
