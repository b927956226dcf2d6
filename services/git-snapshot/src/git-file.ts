import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

/** A file of a repository that must not be trusted to be what it should be. The message is for the person. */
export class UnreadableRepositoryError extends Error {
  override readonly name = 'UnreadableRepositoryError';
}

/**
 * Reads a small file inside a directory of git's.
 *
 * The repository may have been prepared by an agent, so nothing about the file is taken for granted: its real path
 * must lie in `directory` (no symlink leads out), it must be a regular file (a pipe would block for ever) and no
 * larger than `maxBytes`.
 * @param directory real path, as given by `realpath`
 * @returns `null` when there is no such file, or a directory in its place
 * @throws UnreadableRepositoryError saying what is wrong with it
 */
export async function readGitFile(directory: string, path: string, maxBytes: number): Promise<Buffer | null> {
  try {
    const real = await realpath(path);
    if (!isInside(directory, real)) throw new UnreadableRepositoryError(`${path} leads out of the repository`);
    // O_NOFOLLOW: the path is real already; a symlink there now was put there since. O_NONBLOCK: never wait for a pipe.
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      // Git leaves the empty directories of deleted refs behind: `refs/heads/a/` beside a packed `refs/heads/a`.
      if (status.isDirectory()) return null;
      if (!status.isFile()) throw new UnreadableRepositoryError(`${path} is not a file`);
      if (status.size > maxBytes) throw new UnreadableRepositoryError(`${path} is larger than ${maxBytes} bytes`);
      const buffer = Buffer.alloc(status.size);
      const { bytesRead } = await file.read(buffer, 0, status.size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isAbsent(error)) return null;
    throw asUnreadable(error, path);
  }
}

/** Whether `path` is `directory` or below it. Both must be real paths. */
export function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Whether the system said that there is no such file or directory. */
export function isAbsent(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The same failure in words for a person. */
export function asUnreadable(error: unknown, path: string): UnreadableRepositoryError {
  if (error instanceof UnreadableRepositoryError) return error;
  return new UnreadableRepositoryError(`${path} can't be read (${systemCode(error) ?? String(error)})`, { cause: error });
}

/** The system's own code of a failure, such as `EACCES`. */
function systemCode(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}
