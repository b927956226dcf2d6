import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  captureReplySchema, contentReplySchema, restoreFileCommandSchema, restoreResultSchema, STREAMS, subjects,
  type GitCaptured, type RestoreFileCommand,
} from '@agents-fleet/contracts';
import { connectBroker, EventPublisher, parseEvent, provisionStreams, readSubject, request, respond, type Broker, type Stoppable } from '@agents-fleet/event-log';
import { createLogger, type RunningService } from '@agents-fleet/platform';
import { A_RUNNER_ID, aSessionEnded, aSessionStarted, startBroker, temporaryDirectory, waitFor, type TemporaryDirectory, type TestBroker } from '@agents-fleet/testing';
import { ulid } from 'ulid';
import { gitSnapshotConfigurationSchema, startGitSnapshot } from './index.js';
import { requestOf } from './snapshots/capture-request.js';

const logger = createLogger('spec', 'silent');
let broker: TestBroker;
let connection: Broker;
let publisher: EventPublisher;
let directory: TemporaryDirectory;
let repo: string;
let sessionId: string;
let service: RunningService | null = null;

beforeAll(async () => {
  broker = await startBroker();
  connection = await connectBroker({ url: broker.url, name: 'spec', logger });
  await provisionStreams(connection);
  publisher = new EventPublisher(connection);
}, 120_000);
afterAll(async () => {
  publisher.close();
  await connection.close();
  await broker.stop();
});
beforeEach(async () => {
  directory = await temporaryDirectory();
  repo = join(realpathSync(directory.path), 'repo');
  mkdirSync(repo);
  git('init', '-q', '-b', 'trunk');
  sessionId = ulid();
});
const stop = async () => {
  await service?.stop();
  service = null;
};
afterEach(async () => {
  await stop();
  await directory.remove();
});

const git = (...words: string[]) => execFileSync('git', ['-C', repo, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...words], { encoding: 'utf8' }).trim();
const write = (path: string, text: string) => writeFileSync(join(repo, path), text);
const start = async (settings: Record<string, string> = {}) => {
  const environment = { FLEET_NATS_URL: broker.url, FLEET_LOG_LEVEL: 'silent', FLEET_REPO_ROOTS: repo, FLEET_DATA_DIR: join(directory.path, 'data'), ...settings };
  service = await startGitSnapshot(gitSnapshotConfigurationSchema.parse(environment), logger);
};
const begin = () => publisher.publish(aSessionStarted({ sessionId, data: { repoPath: repo } }));
const end = () => publisher.publish(aSessionEnded({ sessionId }));

async function captures(count: number, of = sessionId): Promise<GitCaptured['data'][]> {
  const reader = await readSubject(connection, { stream: STREAMS.log, subject: subjects.event(of, 'git'), fromSeq: 1 });
  const found: GitCaptured['data'][] = [];
  for await (const message of reader) {
    const event = parseEvent(message.data);
    if ('type' in event && event.type === 'git.captured') found.push(event.data);
    if (found.length >= count) break;
  }
  reader.stop();
  return found;
}

describe('snapshots of sessions', () => {
  it('are taken at start and end, also when the service was restarted in between', async () => {
    await start();
    write('was.txt', 'here before\n');
    await begin();
    expect(await captures(1)).toMatchObject([{ snapshotId: 'start', phase: 'start', state: 'no_commit', branch: 'trunk', files: 0 }]);
    await stop();
    await start();
    write('new.txt', 'one\ntwo\n');
    await end();
    expect(await captures(2)).toMatchObject([{ phase: 'start' }, { snapshotId: 'end', branch: 'trunk', files: 1, additions: 2, tree: expect.any(String) }]);
    const snapshot = join(directory.path, 'data/snapshots', sessionId, 'end');
    expect(JSON.parse(readFileSync(join(snapshot, 'changes.json'), 'utf8'))).toMatchObject({ files: [{ path: 'new.txt', places: ['untracked'] }] });
    expect(readFileSync(join(snapshot, 'changes.patch'), 'utf8')).toContain('+two');
  }, 120_000);

  it('have nothing of our own in them when our data lies in the repository', async () => {
    await start({ FLEET_DATA_DIR: join(repo, 'fleet data') });
    await begin();
    await captures(1);
    write('new.txt', 'new\n');
    await end();
    await captures(2);
    const changes = JSON.parse(readFileSync(join(repo, 'fleet data/snapshots', sessionId, 'end/changes.json'), 'utf8')) as { files: { path: string }[] };
    expect(changes.files.map(({ path }) => path)).toEqual(['new.txt']);
  }, 120_000);

  it('are taken late rather than never, and say so', async () => {
    await publisher.publish(aSessionStarted({ sessionId, at: new Date(Date.now() - 60_000).toISOString(), data: { repoPath: repo } }));
    await start();
    expect((await captures(1))[0]?.detail).toMatch(/read 6\d s after the start/);
  }, 120_000);

  it('given that ends are not wanted, then none is taken; given a repository outside the roots, then it says so', async () => {
    await start({ AGENTS_FLEET_CAPTURE_GIT_ON_END: '0' });
    await publisher.publish(aSessionStarted({ sessionId, data: { repoPath: '/etc' } }));
    await end();
    expect(await captures(1)).toMatchObject([{ phase: 'start', state: 'unreadable', head: null }]);
    // Events are handled in their order: once a later session's start is captured, that end has been handled.
    const later = ulid();
    await publisher.publish(aSessionStarted({ sessionId: later, data: { repoPath: repo } }));
    expect(await captures(1, later)).toMatchObject([{ phase: 'start', state: 'no_commit' }]);
    await waitFor(() => service?.health().details['captured'] === 2);
  }, 120_000);

  it('given no git, then the health says so and sessions still have their commit', async () => {
    write('a', 'a');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    const path = process.env['PATH'];
    process.env['PATH'] = directory.path;
    try {
      await start();
    } finally {
      process.env['PATH'] = path;
    }
    expect(service?.health()).toMatchObject({ ok: true, details: { git: 'git is not installed' } });
    await begin();
    expect(await captures(1)).toMatchObject([{ state: 'ok', head: git('rev-parse', 'HEAD'), tree: null, truncated: expect.stringContaining('git is not installed') }]);
  }, 120_000);

  it('are taken after the next start when the service was killed before', async () => {
    const pending = join(directory.path, 'data/snapshots/pending');
    mkdirSync(pending, { recursive: true });
    const request = requestOf(aSessionStarted({ sessionId, at: new Date().toISOString() }), 'start', repo);
    writeFileSync(join(pending, `${sessionId}.start.json`), JSON.stringify(request));
    await start();
    expect(await captures(1)).toMatchObject([{ phase: 'start', state: 'no_commit' }]);
    await waitFor(() => readdirSync(pending).length === 0);
  }, 120_000);

  it('leave nothing to do twice: what is taken is not pending', async () => {
    await start();
    await begin();
    await captures(1);
    await waitFor(() => readdirSync(join(directory.path, 'data/snapshots/pending')).length === 0);
  }, 120_000);
});

describe('what people ask for', () => {
  let runner: Stoppable | null = null;
  const received: RestoreFileCommand[] = [];
  afterEach(() => {
    runner?.stop();
    received.length = 0;
  });

  /** Does with the pieces what a runner does: writes what has the hash that it should have. */
  const answerAsRunner = () => {
    const pieces: Buffer[] = [];
    runner = respond(connection, subjects.runnerCommand(A_RUNNER_ID, 'restore_file'), (message) => {
      const command = restoreFileCommandSchema.parse(message.json());
      received.push(command);
      const path = join(command.repoPath, command.path);
      if (command.mode === null) rmSync(path, { force: true });
      else {
        if (command.piece === 0) pieces.length = 0;
        pieces.push(Buffer.from(command.dataBase64, 'base64'));
        if (command.piece === command.pieces - 1) {
          const content = Buffer.concat(pieces);
          expect(createHash('sha256').update(content).digest('hex')).toBe(command.sha256);
          mkdirSync(join(path, '..'), { recursive: true });
          writeFileSync(path, content);
          chmodSync(path, command.mode === '100755' ? 0o755 : 0o644);
        }
      }
      return { ok: true, data: {} };
    });
  };
  const ask = <Schema extends Parameters<typeof request>[3]['reply']>(command: 'capture' | 'content' | 'restore', body: object, reply: Schema) =>
    request(connection, subjects.gitCommand(command), { sessionId, correlationId: 'spec', ...body }, { timeoutMs: 20_000, reply });
  const textOf = (snapshotId: string, path: string, side: 'before' | 'after') => ask('content', { snapshotId, path, side }, contentReplySchema);
  const restored = async (snapshotId: string, paths: string[], preview: boolean) => {
    const reply = await ask('restore', { snapshotId, paths, preview }, restoreResultSchema);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.data as { keptAs: string | null; files: { path: string; action: string; why: string | null }[] };
  };

  it('a snapshot now, and both sides of a changed file', async () => {
    await start();
    write('a.txt', 'before\n');
    write('image', 'x\0y');
    write('old name.txt', 'a\nb\nc\nd\n');
    await begin();
    await captures(1);
    write('a.txt', 'after\n');
    write('image', 'y\0z');
    rmSync(join(repo, 'old name.txt'));
    write('new name.txt', 'a\nb\nc\nD\n');
    const reply = await ask('capture', { phase: 'asked' }, captureReplySchema);
    expect(reply).toMatchObject({ ok: true });
    const [, asked] = await captures(2);
    expect(asked).toMatchObject({ phase: 'asked', files: 3 });
    const id = asked?.snapshotId ?? '';
    expect(reply).toEqual({ ok: true, data: { snapshotId: id } });
    expect(await textOf(id, 'a.txt', 'before')).toEqual({ ok: true, data: { text: 'before\n' } });
    expect(await textOf(id, 'a.txt', 'after')).toEqual({ ok: true, data: { text: 'after\n' } });
    expect(await textOf(id, 'image', 'after')).toEqual({ ok: true, data: { text: null } });
    expect(await textOf(id, 'new name.txt', 'before')).toEqual({ ok: true, data: { text: 'a\nb\nc\nd\n' } });
    expect(await textOf(id, '../../etc/passwd', 'after')).toEqual({ ok: true, data: { text: null } });
    expect(await textOf('end', 'a.txt', 'after')).toMatchObject({ ok: false, error: { field: 'snapshotId' } });
    expect(await textOf('../start', 'a.txt', 'after')).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  }, 120_000);

  it('nothing of a session that nobody knows', async () => {
    await start();
    sessionId = ulid();
    expect(await ask('capture', { phase: 'asked' }, captureReplySchema)).toMatchObject({ ok: false, error: { code: 'session_not_found' } });
  }, 120_000);

  it('files put back after a preview, and that undone', async () => {
    await start();
    answerAsRunner();
    write('changed.txt', 'before\n');
    write('deleted.sh', '#!/bin/sh\n');
    chmodSync(join(repo, 'deleted.sh'), 0o755);
    write('big.txt', 'big line\n'.repeat(150_000));
    write('other.txt', 'before\n');
    await begin();
    await captures(1);
    write('changed.txt', 'after\n');
    rmSync(join(repo, 'deleted.sh'));
    write('big.txt', 'small');
    write('other.txt', 'after\n');
    write('added.txt', 'new\n');
    await end();
    await captures(2);
    const paths = ['changed.txt', 'deleted.sh', 'big.txt', 'added.txt'];
    const actions = [['changed.txt', 'write'], ['deleted.sh', 'write'], ['big.txt', 'write'], ['added.txt', 'delete']];
    const preview = await restored('start', paths, true);
    expect(preview.keptAs).toBeNull();
    expect(preview.files.map(({ path, action }) => [path, action])).toEqual(actions);
    expect(readFileSync(join(repo, 'changed.txt'), 'utf8')).toBe('after\n');
    expect(received).toEqual([]);
    // Changed after the end: kept, too, before it is written over.
    write('changed.txt', 'much later\n');
    const done = await restored('start', paths, false);
    expect(done.files.map(({ path, action }) => [path, action])).toEqual(actions);
    expect(readFileSync(join(repo, 'changed.txt'), 'utf8')).toBe('before\n');
    expect(statSync(join(repo, 'deleted.sh')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(repo, 'big.txt'), 'utf8')).toBe('big line\n'.repeat(150_000));
    expect(existsSync(join(repo, 'added.txt'))).toBe(false);
    expect(readFileSync(join(repo, 'other.txt'), 'utf8')).toBe('after\n');
    expect(received.every(({ repoPath }) => repoPath === repo)).toBe(true);
    const kept = (await captures(3))[2];
    expect(kept).toMatchObject({ phase: 'before_restore', snapshotId: done.keptAs });
    const undone = await restored(done.keptAs ?? '', paths, false);
    expect(undone.files.map(({ action }) => action)).toEqual(['write', 'delete', 'write', 'write']);
    expect(readFileSync(join(repo, 'changed.txt'), 'utf8')).toBe('much later\n');
    expect(readFileSync(join(repo, 'added.txt'), 'utf8')).toBe('new\n');
    expect(existsSync(join(repo, 'deleted.sh'))).toBe(false);
    expect((await restored(done.keptAs ?? '', paths, false)).files.every(({ action }) => action === 'none')).toBe(true);
  }, 120_000);

  it("nothing written when it can't be undone, or leads out of the repository", async () => {
    await start({ FLEET_SNAPSHOT_MAX_BYTES: '2000' });
    answerAsRunner();
    write('a.txt', 'before\n');
    await begin();
    await captures(1);
    write('a.txt', 'x'.repeat(5_000));
    write('large.txt', 'x'.repeat(5_000));
    await end();
    await captures(2);
    const done = await restored('start', ['a.txt', '../out.txt', '.git/config'], false);
    expect(done.files.map(({ path, action }) => [path, action])).toEqual([['a.txt', 'refused'], ['../out.txt', 'refused'], ['.git/config', 'refused']]);
    expect(done.files[0]?.why).toContain('could not be kept');
    expect((await restored('end', ['large.txt'], true)).files).toMatchObject([{ action: 'refused', why: expect.stringContaining('not complete') }]);
    expect(received).toEqual([]);
    expect(readFileSync(join(repo, 'a.txt'), 'utf8')).toBe('x'.repeat(5_000));
  }, 120_000);

  it('thousands of files put back, each with its own content', async () => {
    await start();
    answerAsRunner();
    const names = Array.from({ length: 2_000 }, (_, file) => `many-${file}.txt`);
    for (const [file, name] of names.entries()) write(name, `${file % 7 === 0 ? 'the same' : `of ${file}`}\n`.repeat(file % 5));
    await begin();
    await captures(1);
    for (const [file, name] of names.entries()) write(name, `changed ${file}\n`);
    const done = await restored('start', names, false);
    expect(new Set(done.files.map(({ action }) => action))).toEqual(new Set(['write']));
    const content = (file: number) => `${file % 7 === 0 ? 'the same' : `of ${file}`}\n`.repeat(file % 5);
    expect(names.filter((name, file) => readFileSync(join(repo, name), 'utf8') !== content(file))).toEqual([]);
  }, 120_000);

  it.each([
    ['the directory is gone', () => rmSync(repo, { recursive: true }), 'does not exist'],
    ['it is no repository any more', () => rmSync(join(repo, '.git'), { recursive: true }), 'is not in a git repository'],
  ])('nothing put back, and that said once, when %s', async (_, remove, why) => {
    await start();
    answerAsRunner();
    write('a.txt', 'before\n');
    await begin();
    await captures(1);
    remove();
    for (const preview of [true, false]) {
      const reply = await ask('restore', { snapshotId: 'start', paths: ['a.txt'], preview }, restoreResultSchema);
      expect(reply).toMatchObject({ ok: false, error: { code: 'repo_not_found', message: expect.stringContaining(why) } });
    }
    expect(received).toEqual([]);
  }, 120_000);

  it('given a runner that refuses or is away, then it says so for each file', async () => {
    await start();
    write('a.txt', 'before\n');
    await begin();
    await captures(1);
    write('a.txt', 'after\n');
    await end();
    await captures(2);
    const alone = await restored('start', ['a.txt'], false);
    expect(alone.files).toEqual([{ path: 'a.txt', action: 'refused', why: 'nobody answers this command' }]);
    runner = respond(connection, subjects.runnerCommand(A_RUNNER_ID, 'restore_file'), () => ({ ok: false, error: { code: 'invalid_input', message: 'not here', field: 'path' } }));
    await connection.connection.flush();
    expect((await restored('start', ['a.txt'], false)).files).toMatchObject([{ action: 'refused', why: 'not here' }]);
  }, 120_000);
});
