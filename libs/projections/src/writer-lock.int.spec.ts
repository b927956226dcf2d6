import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { SecondWriterError, takeWriterLock } from './writer-lock.js';

describe('takeWriterLock', () => {
  let directory: TemporaryDirectory;
  let path: string;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'models.sqlite');
  });
  afterEach(() => directory.remove());

  it('is one writer’s at a time', () => {
    const lock = takeWriterLock(path);
    expect(() => takeWriterLock(path)).toThrow(SecondWriterError);
    lock.release();
    takeWriterLock(path).release();
  });

  it('is gone with its process, however that ends', async () => {
    const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
    const program = join(directory.path, 'holder.cjs');
    await writeFile(
      program,
      `const lock = new (require(${JSON.stringify(sqlite)}))(${JSON.stringify(`${path}.writer-lock`)});
       lock.exec('BEGIN EXCLUSIVE');
       process.send('held');
       setInterval(() => lock, 1_000);`,
    );
    const holder = fork(program);
    await once(holder, 'message');
    expect(() => takeWriterLock(path)).toThrow(SecondWriterError);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    takeWriterLock(path).release();
  });
});
