import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The directory in which all snapshots lie, with the rights of what is made in it: for us alone (0700, 0600), or, where
 * it has the set-group-id bit, readable for its group as well. Compose's volume has it: the gateway is another user there
 * when the repositories belong to somebody else than the first user of the machine.
 */
export interface SnapshotDirectory {
  path: string;
  directoryMode: number;
  fileMode: number;
}

const SET_GROUP_ID = 0o2000;

export async function openSnapshotDirectory(path: string): Promise<SnapshotDirectory> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const forGroup = ((await stat(path)).mode & SET_GROUP_ID) !== 0;
  const opened = { path, directoryMode: forGroup ? 0o2750 : 0o700, fileMode: forGroup ? 0o640 : 0o600 };
  for (const name of ['stores', 'pending', 'home']) await mkdir(join(path, name), { recursive: true, mode: 0o700 });
  return opened;
}

/** Makes a directory for what others read. The mode is set apart, because the process's mask counts when it is made. */
export async function makeReadable(directory: SnapshotDirectory, path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: directory.directoryMode });
  await chmod(path, directory.directoryMode);
}
