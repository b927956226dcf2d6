import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { A_SESSION_ID, temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { SnapshotFiles } from './snapshot-files.js';

describe('SnapshotFiles', () => {
  let folder: TemporaryDirectory;
  let files: SnapshotFiles;
  beforeEach(async () => {
    folder = await temporaryDirectory();
    files = new SnapshotFiles(join(folder.path, 'snapshots'));
  });
  afterEach(() => folder.remove());

  const directory = () => join(folder.path, 'snapshots', A_SESSION_ID, 'end');
  async function textOf(): Promise<string | null> {
    const file = await files.open(A_SESSION_ID, 'end', 'changes.patch');
    if (file === null) return null;
    const text = await file.handle.readFile('utf8');
    await file.handle.close();
    return text;
  }

  it('opens what is kept, and says what is not', async () => {
    expect(await textOf()).toBeNull();
    await mkdir(directory(), { recursive: true });
    expect(await textOf()).toBeNull();
    await writeFile(join(directory(), 'changes.patch'), 'a patch');
    expect(await textOf()).toBe('a patch');
  });

  it('follows no link: neither the file, nor the snapshot, nor the session', async () => {
    for (const linked of [join(directory(), 'changes.patch'), directory(), join(directory(), '..')]) {
      await mkdir(directory(), { recursive: true });
      await writeFile(join(directory(), 'changes.patch'), 'a patch');
      const elsewhere = `${folder.path}/elsewhere-${linked.length}`;
      await rename(linked, elsewhere);
      await symlink(elsewhere, linked);
      await expect(textOf()).rejects.toMatchObject({ status: 410 });
      await rename(join(folder.path, 'snapshots'), `${elsewhere}-done`);
    }
  });

  it('does not wait at a pipe', async () => {
    await mkdir(directory(), { recursive: true });
    execFileSync('mkfifo', [join(directory(), 'changes.patch')]);
    await expect(textOf()).rejects.toMatchObject({ status: 410 });
  });

  it('takes nothing for an id that is none, whoever asks', async () => {
    await expect(files.open('../x', 'end', 'changes.patch')).rejects.toThrow('ULID');
    await expect(files.open(A_SESSION_ID, '..', 'changes.patch')).rejects.toThrow('snapshot id');
  });
});
