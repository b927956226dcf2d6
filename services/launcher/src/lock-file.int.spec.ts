import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { LockFile } from './lock-file.js';

describe('LockFile', () => {
  let directory: TemporaryDirectory;
  let path: string;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'lock');
  });
  afterEach(() => directory.remove());

  it('is taken once', () => {
    expect(new LockFile(path, () => true).take()).toBeNull();
    expect(new LockFile(path, () => true).take()).toEqual({ pid: process.pid });
  });

  it('is free again after its release', () => {
    const lock = new LockFile(path, () => true);
    lock.take();
    lock.release();
    expect(new LockFile(path, () => true).take()).toBeNull();
  });

  it('does not count when its holder is gone', () => {
    writeFileSync(path, '4242');
    expect(new LockFile(path, (pid) => pid !== 4242).take()).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  });

  it.each(['', 'not a pid', '-1'])('does not count when it holds %p', (content) => {
    writeFileSync(path, content);
    expect(new LockFile(path, () => true).take()).toBeNull();
  });

  it('does not take a process for a launcher that is none', () => {
    writeFileSync(path, '1');
    expect(new LockFile(path).take()).toBeNull();
  });
});
