import { existsSync, readFileSync } from 'node:fs';
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

describe('a restore in parts', () => {
  const text = (path: string) => readFileSync(join(test.repo, path), 'utf8');
  /** A session that has changed two files and made a third. */
  const aChangedRepo = async () => {
    await test.start();
    restores.answerAsRunner();
    for (const path of ['a.txt', 'b.txt']) test.write(path, 'before\n');
    await test.begin();
    await test.captures(1);
    for (const path of ['a.txt', 'b.txt', 'c.txt']) test.write(path, `after, ${path}\n`);
  };

  it('has one snapshot of the state before, from which all of it is undone', async () => {
    await aChangedRepo();
    const { keptAs, files } = await restores.done('start', ['c.txt']);
    expect(files).toMatchObject([{ action: 'delete' }]);
    expect(await restores.done('start', ['a.txt'], { keptAs })).toMatchObject({ keptAs, files: [{ action: 'write' }] });
    expect(await restores.done('start', ['b.txt'], { keptAs })).toMatchObject({ keptAs, files: [{ action: 'write' }] });
    expect([text('a.txt'), text('b.txt'), existsSync(join(test.repo, 'c.txt'))]).toEqual(['before\n', 'before\n', false]);
    const undone = await restores.done(keptAs ?? '', ['b.txt', 'a.txt', 'c.txt']);
    expect(undone.files.map(({ action }) => action)).toEqual(['write', 'write', 'write']);
    expect(['a.txt', 'b.txt', 'c.txt'].map(text)).toEqual(['after, a.txt\n', 'after, b.txt\n', 'after, c.txt\n']);
    // The start, the state before the restore with all that had changed by then, and the state before the undo.
    const captures = await test.captures(3);
    expect(captures.map(({ phase, snapshotId, files }) => [phase, snapshotId, files])).toEqual([
      ['start', 'start', 0], ['before_restore', keptAs, 3], ['before_restore', undone.keptAs, 0],
    ]);
  }, 120_000);

  it('leaves alone what has changed since the state before was kept', async () => {
    await aChangedRepo();
    const { keptAs } = await restores.done('start', ['a.txt']);
    test.write('b.txt', 'the agent is still at work\n');
    const { files } = await restores.done('start', ['b.txt', 'c.txt'], { keptAs });
    expect(files).toEqual([{ path: 'b.txt', action: 'refused', why: expect.stringContaining('has just changed') }, { path: 'c.txt', action: 'delete', why: null }]);
    expect(text('b.txt')).toBe('the agent is still at work\n');
  }, 120_000);

  it('is refused when what it names is no state before a restore', async () => {
    await aChangedRepo();
    for (const keptAs of ['start', '01J0000000000000000000000Z']) {
      const reply = await restores.ask('start', ['a.txt'], { keptAs });
      expect(reply).toMatchObject({ ok: false, error: { code: 'invalid_input', field: 'keptAs' } });
    }
    expect(restores.received).toEqual([]);
    expect(text('a.txt')).toBe('after, a.txt\n');
  }, 120_000);
});
