import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restoreResultSchema, sessionSnapshotSchema, snapshotChangesSchema, snapshotListSchema, type SessionSnapshot } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { ProcessFleet } from './process-fleet.js';

/** What a session does to the repository: commits, stages, changes, deletes, adds and renames. */
const WORK = `
set -e
echo more >> committed.txt
git add committed.txt
git -c user.name=Agent -c user.email=agent@example.invalid commit -qm 'Do some work'
echo 'staged by the session' >> staged.txt
git add staged.txt
printf 'größer\\r\\n' > 'with space/größe.txt'
rm gone.txt
git mv before.txt after.txt
chmod +x run.sh
mkdir -p new/deep
echo new > new/deep/file.txt
head -c 3000 /dev/urandom > picture.bin
ln -s committed.txt link
echo 'and more' >> notes.txt
`;

describe('what a session changes in a repository', () => {
  let fleet: ProcessFleet;
  let repo: string;
  let atStart: string;
  let id: string;
  beforeAll(async () => {
    fleet = await ProcessFleet.start();
    writeFileSync(join(fleet.repo, 'work.sh'), WORK);
  }, 120_000);
  afterAll(() => fleet.stop(), 60_000);

  /** A repository in which somebody was at work already, and a session that goes on with it. */
  beforeEach(async () => {
    repo = join(fleet.repo, `project-${performance.now()}`);
    atStart = `${repo}-at-the-start`;
    mkdirSync(join(repo, 'with space'), { recursive: true });
    for (const name of ['committed.txt', 'staged.txt', 'gone.txt', 'before.txt', 'with space/größe.txt', 'run.sh']) writeFileSync(join(repo, name), `${name} of old\n`.repeat(20));
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid', 'commit', '-qm', 'Begin');
    writeFileSync(join(repo, 'notes.txt'), 'not in git\n');
    writeFileSync(join(repo, 'staged.txt'), 'changed before the session\n');
    cpSync(repo, atStart, { recursive: true });
    // The shell waits until the start is captured, as a person's first command would.
    id = (await fleet.client.startSession({ kind: 'pty', repoPath: repo, command: `read go && sh ${join(fleet.repo, 'work.sh')}` })).id;
    await snapshot('start');
    await fleet.client.ask('POST', `/api/sessions/${id}/input`, JSON.stringify({ text: 'go\r' }));
    expect(await fleet.ended(id)).toMatchObject({ exitCode: 0 });
    await snapshot('end');
  }, 60_000);

  function git(...words: string[]): void {
    execFileSync('git', words, { cwd: repo });
  }
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fleet.client.ask(method, `/api/sessions/${id}/${path}`, body && JSON.stringify(body));
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const snapshot = (snapshotId: string): Promise<SessionSnapshot> =>
    waitFor(
      async () => snapshotListSchema.parse(await (await ask('GET', 'changes')).json()).items.find((item) => item.snapshotId === snapshotId),
      { what: `snapshot ${snapshotId}`, timeoutMs: 30_000 },
    );
  const changes = async (snapshotId: string) => snapshotChangesSchema.parse(await (await ask('GET', `changes/${snapshotId}`)).json());
  const restore = async (body: object) => restoreResultSchema.parse(await (await ask('POST', 'restore', body)).json());

  it('is listed, and as a patch makes the state of the start that of the end', async () => {
    const { snapshot: end, commits, files } = await changes('end');
    expect(end).toMatchObject({ state: 'ok', branch: 'main', truncated: null, commits: 1, files: files.length });
    expect(commits.map(({ subject, author }) => [subject, author])).toEqual([['Do some work', 'Agent']]);
    expect(Object.fromEntries(files.map(({ path, status }) => [path, status]))).toEqual({
      'after.txt': 'renamed',
      'committed.txt': 'modified',
      'gone.txt': 'deleted',
      link: 'added',
      'new/deep/file.txt': 'added',
      'notes.txt': 'modified',
      'picture.bin': 'added',
      'run.sh': 'modified',
      'staged.txt': 'modified',
      'with space/größe.txt': 'modified',
    });
    const patch = Buffer.from(await (await ask('GET', 'changes/end/patch')).arrayBuffer());
    execFileSync('git', ['apply', '--binary', '--whitespace=nowarn'], { cwd: atStart, input: patch });
    expect(treeOf(atStart)).toEqual(treeOf(repo));
    const diff = await (await ask('GET', `changes/end/diff?path=${encodeURIComponent('with space/größe.txt')}`)).text();
    expect(diff).toContain('+größer\r\n');
    const before = await (await ask('GET', 'changes/end/content?path=gone.txt&side=before')).json();
    expect(before).toEqual({ text: 'gone.txt of old\n'.repeat(20) });
  }, 60_000);

  it('is taken back after a preview, and the taking back is undone', async () => {
    const paths = (await changes('end')).files.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [path, oldPath]));
    const atEnd = treeOf(repo);
    const preview = await restore({ snapshotId: 'start', paths, preview: true });
    expect([preview.keptAs, treeOf(repo)]).toEqual([null, atEnd]);
    const restored = await restore({ snapshotId: 'start', paths });
    expect(restored.files).toEqual(preview.files);
    expect(new Set(restored.files.map(({ action }) => action))).toEqual(new Set(['write', 'delete']));
    expect(treeOf(repo)).toEqual(treeOf(atStart));
    expect(await snapshot(restored.keptAs ?? 'none')).toMatchObject({ phase: 'before_restore', files: 10 });
    await restore({ snapshotId: restored.keptAs, paths });
    expect(treeOf(repo)).toEqual(atEnd);
  }, 60_000);

  it('is kept once more when somebody asks, and goes into the bundle', async () => {
    writeFileSync(join(repo, 'later.txt'), 'after the session\n');
    const asked = sessionSnapshotSchema.parse(await (await ask('POST', 'changes', {})).json());
    expect(asked.phase).toBe('asked');
    expect((await changes(asked.snapshotId)).files.map(({ path }) => path)).toContain('later.txt');
    const bundle = Buffer.from(await (await ask('GET', 'bundle.zip')).arrayBuffer());
    for (const name of [`snapshots/end/changes.patch`, `snapshots/${asked.snapshotId}/changes.json`, 'terminal.cast']) expect(bundle.includes(name)).toBe(true);
  }, 60_000);

  it('is not put back while the runner is away', async () => {
    await fleet.kill('runner');
    await waitFor(async () => {
      const answer = await fleet.client.ask('POST', `/api/sessions/${id}/restore`, JSON.stringify({ snapshotId: 'start', paths: ['run.sh'] }));
      return answer.status === 503 && (await answer.text()).includes('Runner scenario');
    }, { what: 'the runner to be missed', timeoutMs: 30_000 });
    await fleet.startService('runner');
  }, 60_000);
});

/** Every file of a directory but git's own: what it is, and what is in it. */
function treeOf(directory: string): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (name === '.git' || name.startsWith('.git/')) continue;
    const path = join(directory, name);
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) tree[name] = `link to ${readlinkSync(path)}`;
    else if (stats.isFile()) tree[name] = `${(stats.mode & 0o100) === 0 ? 'file' : 'program'} ${readFileSync(path).toString('base64')}`;
  }
  return tree;
}
