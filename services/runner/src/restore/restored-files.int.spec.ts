import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DONE, refusal, RestoresUnderTest } from '../under-test/restores-under-test.js';

let test: RestoresUnderTest;
beforeEach(async () => {
  test = await RestoresUnderTest.open();
});
afterEach(() => test.close());

describe('files that are put back', () => {
  it('writes a file in a directory that is missing, as readable as any new file', async () => {
    expect(await test.write('src/deep/größe 会.txt', 'old words\n')).toEqual(DONE);
    expect(test.textAt('src/deep/größe 会.txt')).toBe('old words\n');
    const plain = test.at('plain');
    writeFileSync(plain, '');
    expect(statSync(test.at('src/deep/größe 会.txt')).mode).toBe(statSync(plain).mode);
    expect(readdirSync(test.at('src/deep'))).toEqual(['größe 会.txt']);
  });

  it('replaces a file and makes it one that runs, or no more', async () => {
    writeFileSync(test.at('run.sh'), 'new');
    expect(await test.write('run.sh', '#!/bin/sh\necho ran\n', { mode: '100755' })).toEqual(DONE);
    expect(execFileSync(test.at('run.sh')).toString()).toBe('ran\n');
    expect(await test.write('run.sh', 'x')).toEqual(DONE);
    expect(statSync(test.at('run.sh')).mode & 0o111).toBe(0);
  });

  it('keeps a private file private, and gives an unreadable one back to its owner', async () => {
    for (const [before, after] of [[0o600, 0o600], [0o000, 0o600], [0o640, 0o640]] as const) {
      writeFileSync(test.at('secret'), '', { flag: 'a' });
      chmodSync(test.at('secret'), before);
      expect(await test.write('secret', 'kept')).toEqual(DONE);
      expect(statSync(test.at('secret')).mode & 0o777).toBe(after);
    }
  });

  it('writes an empty file', async () => {
    expect(await test.write('empty', '')).toEqual(DONE);
    expect(statSync(test.at('empty')).size).toBe(0);
  });

  it('makes a symlink, and replaces one, without following either', async () => {
    writeFileSync(join(test.folder.path, 'outside/target'), 'untouched');
    expect(await test.write('link', '../../outside/target', { mode: '120000' })).toEqual(DONE);
    expect(readlinkSync(test.at('link'))).toBe('../../outside/target');
    expect(await test.write('link', 'a file again')).toEqual(DONE);
    expect([lstatSync(test.at('link')).isFile(), test.textAt('link')]).toEqual([true, 'a file again']);
    expect(readFileSync(join(test.folder.path, 'outside/target'), 'utf8')).toBe('untouched');
  });

  it('deletes a file and the directories that it leaves empty, and is content when it is gone', async () => {
    mkdirSync(test.at('a/b'), { recursive: true });
    writeFileSync(test.at('a/b/c'), '');
    writeFileSync(test.at('a/kept'), '');
    expect(await test.remove('a/b/c')).toEqual(DONE);
    expect(readdirSync(test.at('a'))).toEqual(['kept']);
    expect(await test.remove('a/b/c')).toEqual(DONE);
    expect(await test.remove('nowhere/at/all')).toEqual(DONE);
    expect(existsSync(test.at('nowhere'))).toBe(false);
    expect(await test.remove('a/kept')).toEqual(DONE);
    expect(readdirSync(test.repo)).toEqual([]);
  });

  it('deletes a symlink, not what it leads to', async () => {
    writeFileSync(join(test.folder.path, 'outside/target'), 'untouched');
    symlinkSync(join(test.folder.path, 'outside/target'), test.at('link'));
    expect(await test.remove('link')).toEqual(DONE);
    expect([existsSync(test.at('link')), readFileSync(join(test.folder.path, 'outside/target'), 'utf8')]).toEqual([false, 'untouched']);
  });

  it('writes where an empty directory is, and never removes one with files', async () => {
    mkdirSync(test.at('empty'));
    expect(await test.write('empty', 'x')).toEqual(DONE);
    mkdirSync(test.at('full'));
    writeFileSync(test.at('full/work'), 'dear');
    expect(await test.write('full', 'x')).toEqual(refusal('internal', 'directory with files'));
    expect(await test.remove('full')).toEqual(refusal('internal', 'directory with files'));
    expect(test.textAt('full/work')).toBe('dear');
    expect(readdirSync(test.repo).sort()).toEqual(['empty', 'full']);
  });
});
