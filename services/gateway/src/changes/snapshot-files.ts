import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionIdSchema, snapshotIdSchema } from '@agents-fleet/contracts';
import { ProblemError } from '../http/problem.js';

/** What git-snapshot leaves of a snapshot: the list of changes, and the whole patch. */
export type SnapshotFileName = 'changes.json' | 'changes.patch';

/** A file of a snapshot, open for reading. Whoever gets it closes it. */
export interface OpenSnapshotFile {
  readonly handle: FileHandle;
  /** Bytes. */
  readonly size: number;
  /** Differs when the file is another one by now. */
  readonly stamp: string;
}

/**
 * The directory in which git-snapshot keeps snapshots: `<session>/<snapshot>/<file>`. Read only; nothing in it is
 * followed that is a symlink, though nobody but git-snapshot should be able to put one there.
 */
export class SnapshotFiles {
  /** @param root absolute; may be missing until the first snapshot */
  constructor(private readonly root: string) {}

  /**
   * @returns `null` when the snapshot has no such file
   * @throws ProblemError 410 for what git-snapshot doesn't write: a symlink, a pipe
   */
  async open(sessionId: string, snapshotId: string, name: SnapshotFileName): Promise<OpenSnapshotFile | null> {
    // Routes check ids, too; here they become a path.
    const directories = [sessionIdSchema.parse(sessionId), snapshotIdSchema.parse(snapshotId)];
    try {
      let directory = this.root;
      for (const part of directories) {
        directory = join(directory, part);
        if (!(await lstat(directory)).isDirectory()) throw damagedSnapshot();
      }
      return await openPlainFile(join(directory, name));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }
}

/** For whoever finds that a snapshot's files don't fit each other. */
export function damagedSnapshot(): ProblemError {
  return new ProblemError(410, 'The files of this snapshot are not as they were written.');
}

async function openPlainFile(path: string): Promise<OpenSnapshotFile> {
  // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error: unknown) => {
    throw codeOf(error) === 'ELOOP' ? damagedSnapshot() : error;
  });
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, size: stats.size, stamp: `${stats.ino}:${stats.mtimeMs}:${stats.size}` };
  await handle.close();
  throw damagedSnapshot();
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}
