import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { restoreFileCommandSchema, restoreResultSchema, subjects, type RestoreFileCommand } from '@agents-fleet/contracts';
import { request, respond, type Stoppable } from '@agents-fleet/event-log';
import { A_RUNNER_ID } from '@agents-fleet/testing';
import { ServiceUnderTest } from '../spec-support/service-under-test.js';

let test: ServiceUnderTest;
beforeAll(async () => {
  test = await ServiceUnderTest.open();
}, 120_000);
afterAll(() => test.close());
beforeEach(() => test.reset());
afterEach(() => test.clear());

describe('a restore', () => {
  let runner: Stoppable | null = null;
  const received: RestoreFileCommand[] = [];
  afterEach(() => {
    runner?.stop();
    received.length = 0;
  });

  /** Does with the pieces what a runner does: writes what has the hash that it should have. */
  const answerAsRunner = () => {
    const pieces: Buffer[] = [];
    runner = respond(test.connection, subjects.runnerCommand(A_RUNNER_ID, 'restore_file'), (message) => {
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
    request(test.connection, subjects.gitCommand(command), { sessionId: test.sessionId, correlationId: 'spec', ...body }, { timeoutMs: 20_000, reply });
  const restored = async (snapshotId: string, paths: string[], preview: boolean) => {
    const reply = await ask('restore', { snapshotId, paths, preview }, restoreResultSchema);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.data as { keptAs: string | null; files: { path: string; action: string; why: string | null }[] };
  };

  it('files put back after a preview, and that undone', async () => {
    await test.start();
    answerAsRunner();
    test.write('changed.txt', 'before\n');
    test.write('deleted.sh', '#!/bin/sh\n');
    chmodSync(join(test.repo, 'deleted.sh'), 0o755);
    test.write('big.txt', 'big line\n'.repeat(150_000));
    test.write('other.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    test.write('changed.txt', 'after\n');
    rmSync(join(test.repo, 'deleted.sh'));
    test.write('big.txt', 'small');
    test.write('other.txt', 'after\n');
    test.write('added.txt', 'new\n');
    await test.end();
    await test.captures(2);
    const paths = ['changed.txt', 'deleted.sh', 'big.txt', 'added.txt'];
    const actions = [['changed.txt', 'write'], ['deleted.sh', 'write'], ['big.txt', 'write'], ['added.txt', 'delete']];
    const preview = await restored('start', paths, true);
    expect(preview.keptAs).toBeNull();
    expect(preview.files.map(({ path, action }) => [path, action])).toEqual(actions);
    expect(readFileSync(join(test.repo, 'changed.txt'), 'utf8')).toBe('after\n');
    expect(received).toEqual([]);
    // Changed after the end: kept, too, before it is written over.
    test.write('changed.txt', 'much later\n');
    const done = await restored('start', paths, false);
    expect(done.files.map(({ path, action }) => [path, action])).toEqual(actions);
    expect(readFileSync(join(test.repo, 'changed.txt'), 'utf8')).toBe('before\n');
    expect(statSync(join(test.repo, 'deleted.sh')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(test.repo, 'big.txt'), 'utf8')).toBe('big line\n'.repeat(150_000));
    expect(existsSync(join(test.repo, 'added.txt'))).toBe(false);
    expect(readFileSync(join(test.repo, 'other.txt'), 'utf8')).toBe('after\n');
    expect(received.every(({ repoPath }) => repoPath === test.repo)).toBe(true);
    const kept = (await test.captures(3))[2];
    expect(kept).toMatchObject({ phase: 'before_restore', snapshotId: done.keptAs });
    const undone = await restored(done.keptAs ?? '', paths, false);
    expect(undone.files.map(({ action }) => action)).toEqual(['write', 'delete', 'write', 'write']);
    expect(readFileSync(join(test.repo, 'changed.txt'), 'utf8')).toBe('much later\n');
    expect(readFileSync(join(test.repo, 'added.txt'), 'utf8')).toBe('new\n');
    expect(existsSync(join(test.repo, 'deleted.sh'))).toBe(false);
    expect((await restored(done.keptAs ?? '', paths, false)).files.every(({ action }) => action === 'none')).toBe(true);
  }, 120_000);

  it("nothing written when it can't be undone, or leads out of the repository", async () => {
    await test.start({ FLEET_SNAPSHOT_MAX_BYTES: '2000' });
    answerAsRunner();
    test.write('a.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    test.write('a.txt', 'x'.repeat(5_000));
    test.write('large.txt', 'x'.repeat(5_000));
    await test.end();
    await test.captures(2);
    const done = await restored('start', ['a.txt', '../out.txt', '.git/config'], false);
    expect(done.files.map(({ path, action }) => [path, action])).toEqual([['a.txt', 'refused'], ['../out.txt', 'refused'], ['.git/config', 'refused']]);
    expect(done.files[0]?.why).toContain('could not be kept');
    expect((await restored('end', ['large.txt'], true)).files).toMatchObject([{ action: 'refused', why: expect.stringContaining('not complete') }]);
    expect(received).toEqual([]);
    expect(readFileSync(join(test.repo, 'a.txt'), 'utf8')).toBe('x'.repeat(5_000));
  }, 120_000);

  it('files put back after many that are only deleted, when git has long said what is in them', async () => {
    await test.start();
    answerAsRunner();
    test.write('z.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    const added = Array.from({ length: 200 }, (_, file) => `added-${file}.txt`);
    for (const name of [...added, 'z.txt']) test.write(name, 'after\n');
    const done = await restored('start', [...added, 'z.txt'], false);
    expect(done.files.at(-1)).toEqual({ path: 'z.txt', action: 'write', why: null });
    expect(readFileSync(join(test.repo, 'z.txt'), 'utf8')).toBe('before\n');
  }, 120_000);

  it('thousands of files put back, each with its own content', async () => {
    await test.start();
    answerAsRunner();
    const names = Array.from({ length: 2_000 }, (_, file) => `many-${file}.txt`);
    for (const [file, name] of names.entries()) test.write(name, `${file % 7 === 0 ? 'the same' : `of ${file}`}\n`.repeat(file % 5));
    await test.begin();
    await test.captures(1);
    for (const [file, name] of names.entries()) test.write(name, `changed ${file}\n`);
    const done = await restored('start', names, false);
    expect(new Set(done.files.map(({ action }) => action))).toEqual(new Set(['write']));
    const content = (file: number) => `${file % 7 === 0 ? 'the same' : `of ${file}`}\n`.repeat(file % 5);
    expect(names.filter((name, file) => readFileSync(join(test.repo, name), 'utf8') !== content(file))).toEqual([]);
  }, 120_000);

  it.each([
    ['the directory is gone', () => rmSync(test.repo, { recursive: true }), 'does not exist'],
    ['it is no repository any more', () => rmSync(join(test.repo, '.git'), { recursive: true }), 'is not in a git repository'],
  ])('nothing put back, and that said once, when %s', async (_, remove, why) => {
    await test.start();
    answerAsRunner();
    test.write('a.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    remove();
    for (const preview of [true, false]) {
      const reply = await ask('restore', { snapshotId: 'start', paths: ['a.txt'], preview }, restoreResultSchema);
      expect(reply).toMatchObject({ ok: false, error: { code: 'repo_not_found', message: expect.stringContaining(why) } });
    }
    expect(received).toEqual([]);
  }, 120_000);

  it('given a runner that refuses or is away, then it says so for each file', async () => {
    await test.start();
    test.write('a.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    test.write('a.txt', 'after\n');
    await test.end();
    await test.captures(2);
    const alone = await restored('start', ['a.txt'], false);
    expect(alone.files).toEqual([{ path: 'a.txt', action: 'refused', why: 'nobody answers this command' }]);
    runner = respond(test.connection, subjects.runnerCommand(A_RUNNER_ID, 'restore_file'), () => ({ ok: false, error: { code: 'invalid_input', message: 'not here', field: 'path' } }));
    await test.connection.connection.flush();
    expect((await restored('start', ['a.txt'], false)).files).toMatchObject([{ action: 'refused', why: 'not here' }]);
  }, 120_000);
});
