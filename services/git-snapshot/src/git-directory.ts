import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { asUnreadable, isAbsent, isInside, readGitFile, UnreadableRepositoryError } from './git-file.js';

/** Where git keeps a work tree's state: its own directory, and the one that it shares with other work trees. */
export interface GitDirectory {
  /** Real path of the work tree's top. */
  root: string;
  own: string;
  common: string;
}

/** A `.git` file or a `commondir` file holds one path: PATH_MAX is 4096, and `gitdir: ` goes before it. */
const MAX_POINTER_BYTES = 8 * 1024;

/**
 * Finds the git directory of a path as git does: upwards from the path, through a `.git` directory or a `.git` file
 * (work trees, submodules). Nothing outside the allowed roots is looked at, whatever a `.git` file says.
 * @param path real path of a directory in one of the roots
 * @param roots real paths
 * @returns `null` when the path is in no repository
 * @throws UnreadableRepositoryError
 */
export async function findGitDirectory(path: string, roots: readonly string[]): Promise<GitDirectory | null> {
  for (let directory = path; roots.some((root) => isInside(root, directory)); directory = dirname(directory)) {
    const own = await ownGitDirectory(directory, roots);
    if (own !== null) return { root: directory, own, common: await commonGitDirectory(own, roots) };
    if (dirname(directory) === directory) break;
  }
  return null;
}

async function ownGitDirectory(directory: string, roots: readonly string[]): Promise<string | null> {
  const dotGit = join(directory, '.git');
  const status = await lstat(dotGit).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw asUnreadable(error, dotGit);
  });
  if (status === null) return null;
  if (status.isDirectory()) return dotGit;
  const pointer = await readGitFile(directory, dotGit, MAX_POINTER_BYTES);
  const [, target] = /^gitdir: ([^\0\n]+)\n*$/.exec(pointer?.toString('utf8') ?? '') ?? [];
  if (target === undefined) throw new UnreadableRepositoryError(`${dotGit} does not name a git directory`);
  return allowedDirectory(resolve(directory, target), roots);
}

async function commonGitDirectory(own: string, roots: readonly string[]): Promise<string> {
  const pointer = await readGitFile(own, join(own, 'commondir'), MAX_POINTER_BYTES);
  return pointer === null ? own : allowedDirectory(resolve(own, pointer.toString('utf8').trim()), roots);
}

async function allowedDirectory(path: string, roots: readonly string[]): Promise<string> {
  const real = await realpath(path).catch((error: unknown) => {
    throw asUnreadable(error, path);
  });
  if (!roots.some((root) => isInside(root, real))) {
    throw new UnreadableRepositoryError(`the git directory ${path} is outside the allowed roots`);
  }
  return real;
}
