import { rename, rm } from 'node:fs/promises';

/** Removes a database with its side files. */
export async function removeDatabase(path: string): Promise<void> {
  // The WAL first: a database without its WAL is an older one, a WAL without its database would be taken for another's.
  for (const suffix of ['-wal', '-shm', '-journal', '']) await rm(path + suffix, { force: true });
}

/**
 * Puts a finished, closed database in another's place. Whoever has the old one open goes on reading it until it
 * looks at the path again. In between there is an older state for a moment, never a mixture.
 */
export async function replaceDatabase(path: string, by: string): Promise<void> {
  for (const suffix of ['-wal', '-shm']) await rm(path + suffix, { force: true });
  await rename(by, path);
}
