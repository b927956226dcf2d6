import { chmodSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RestoresUnderTest } from '../spec-support/restores-under-test.js';
import { ServiceUnderTest } from '../spec-support/service-under-test.js';

let test: ServiceUnderTest;
let restores: RestoresUnderTest;
beforeAll(async () => {
  test = await ServiceUnderTest.open();
}, 120_000);
afterAll(() => test.close());
beforeEach(async () => {
  await test.reset();
  restores = new RestoresUnderTest(test);
});
afterEach(async () => {
  restores.stop();
  await test.clear();
});

describe('a restore', () => {
  it('files put back after a preview, and that undone', async () => {
    await test.start();
    restores.answerAsRunner();
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
    const preview = await restores.done('start', paths, { preview: true });
    expect(preview.keptAs).toBeNull();
    expect(preview.files.map(({ path, action }) => [path, action])).toEqual(actions);
    expect(readFileSync(join(test.repo, 'changed.txt'), 'utf8')).toBe('after\n');
    expect(restores.received).toEqual([]);
    // Changed after the end: kept, too, before it is written over.
    test.write('changed.txt', 'much later\n');
    const done = await restores.done('start', paths);
    expect(done.files.map(({ path, action }) => [path, action])).toEqual(actions);
    expect(readFileSync(join(test.repo, 'changed.txt'), 'utf8')).toBe('before\n');
    expect(statSync(join(test.repo, 'deleted.sh')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(test.repo, 'big.txt'), 'utf8')).toBe('big line\n'.repeat(150_000));
    expect(existsSync(join(test.repo, 'added.txt'))).toBe(false);
    expect(readFileSync(join(test.repo, 'other.txt'), 'utf8')).toBe('after\n');
    expect(restores.received.every(({ repoPath }) => repoPath === test.repo)).toBe(true);
    const kept = (await test.captures(3))[2];
    expect(kept).toMatchObject({ phase: 'before_restore', snapshotId: done.keptAs });
    const undone = await restores.done(done.keptAs ?? '', paths);
    expect(undone.files.map(({ action }) => action)).toEqual(['write', 'delete', 'write', 'write']);
    expect(readFileSync(join(test.repo, 'changed.txt'), 'utf8')).toBe('much later\n');
    expect(readFileSync(join(test.repo, 'added.txt'), 'utf8')).toBe('new\n');
    expect(existsSync(join(test.repo, 'deleted.sh'))).toBe(false);
    expect((await restores.done(done.keptAs ?? '', paths)).files.every(({ action }) => action === 'none')).toBe(true);
  }, 120_000);

  it("nothing written when it can't be undone, or leads out of the repository", async () => {
    await test.start({ FLEET_SNAPSHOT_MAX_BYTES: '2000' });
    restores.answerAsRunner();
    test.write('a.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    test.write('a.txt', 'x'.repeat(5_000));
    test.write('large.txt', 'x'.repeat(5_000));
    await test.end();
    await test.captures(2);
    const done = await restores.done('start', ['a.txt', '../out.txt', '.git/config']);
    expect(done.files.map(({ path, action }) => [path, action])).toEqual([['a.txt', 'refused'], ['../out.txt', 'refused'], ['.git/config', 'refused']]);
    expect(done.files[0]?.why).toContain('could not be kept');
    expect((await restores.done('end', ['large.txt'], { preview: true })).files).toMatchObject([{ action: 'refused', why: expect.stringContaining('not complete') }]);
    expect(restores.received).toEqual([]);
    expect(readFileSync(join(test.repo, 'a.txt'), 'utf8')).toBe('x'.repeat(5_000));
  }, 120_000);

  it('files put back after many that are only deleted, when git has long said what is in them', async () => {
    await test.start();
    restores.answerAsRunner();
    test.write('z.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    const added = Array.from({ length: 200 }, (_, file) => `added-${file}.txt`);
    for (const name of [...added, 'z.txt']) test.write(name, 'after\n');
    const done = await restores.done('start', [...added, 'z.txt']);
    expect(done.files.at(-1)).toEqual({ path: 'z.txt', action: 'write', why: null });
    expect(readFileSync(join(test.repo, 'z.txt'), 'utf8')).toBe('before\n');
  }, 120_000);

  it('thousands of files put back, each with its own content', async () => {
    await test.start();
    restores.answerAsRunner();
    const names = Array.from({ length: 2_000 }, (_, file) => `many-${file}.txt`);
    for (const [file, name] of names.entries()) test.write(name, `${file % 7 === 0 ? 'the same' : `of ${file}`}\n`.repeat(file % 5));
    await test.begin();
    await test.captures(1);
    for (const [file, name] of names.entries()) test.write(name, `changed ${file}\n`);
    const done = await restores.done('start', names);
    expect(new Set(done.files.map(({ action }) => action))).toEqual(new Set(['write']));
    const content = (file: number) => `${file % 7 === 0 ? 'the same' : `of ${file}`}\n`.repeat(file % 5);
    expect(names.filter((name, file) => readFileSync(join(test.repo, name), 'utf8') !== content(file))).toEqual([]);
  }, 120_000);

  it.each([
    ['the directory is gone', () => rmSync(test.repo, { recursive: true }), 'does not exist'],
    ['it is no repository any more', () => rmSync(join(test.repo, '.git'), { recursive: true }), 'is not in a git repository'],
  ])('nothing put back, and that said once, when %s', async (_, remove, why) => {
    await test.start();
    restores.answerAsRunner();
    test.write('a.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    remove();
    for (const preview of [true, false]) {
      const reply = await restores.ask('start', ['a.txt'], { preview });
      expect(reply).toMatchObject({ ok: false, error: { code: 'repo_not_found', message: expect.stringContaining(why) } });
    }
    expect(restores.received).toEqual([]);
  }, 120_000);

  it('given a runner that refuses or is away, then it says so for each file', async () => {
    await test.start();
    test.write('a.txt', 'before\n');
    await test.begin();
    await test.captures(1);
    test.write('a.txt', 'after\n');
    await test.end();
    await test.captures(2);
    const alone = await restores.done('start', ['a.txt']);
    expect(alone.files).toEqual([{ path: 'a.txt', action: 'refused', why: 'nobody answers this command' }]);
    restores.answerWith(() => ({ ok: false, error: { code: 'invalid_input', message: 'not here', field: 'path' } }));
    await test.connection.connection.flush();
    expect((await restores.done('start', ['a.txt'])).files).toMatchObject([{ action: 'refused', why: 'not here' }]);
  }, 120_000);
});
