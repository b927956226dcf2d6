import { lstat, mkdir, realpath, symlink } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { asUnreadable, isInside, readGitFile, UnreadableRepositoryError } from '../git-file.js';

/** A list of other object directories is a few paths. */
const MAX_ALTERNATES_BYTES = 64 * 1024;
/** As many as git follows. */
const MAX_DIRECTORIES = 16;
/** Objects lie in a directory named by the first two digits of their id, or in packs. */
const PLACES = ['pack', ...Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'))];

/**
 * The directories in which a repository's objects lie: its own, and those that it borrows from itself
 * (`objects/info/alternates`). All of them must be in the allowed roots.
 * @returns real paths
 * @throws UnreadableRepositoryError
 */
export async function objectDirectories(common: string, roots: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const waiting = [join(common, 'objects')];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const real = await allowed(path, roots);
    if (found.has(real)) continue;
    if (found.size === MAX_DIRECTORIES) throw new UnreadableRepositoryError('the repository borrows objects from too many others');
    found.add(real);
    const list = await readGitFile(real, join(real, 'info/alternates'), MAX_ALTERNATES_BYTES);
    for (const line of list?.toString('utf8').split('\n') ?? []) {
      if (line !== '' && !line.startsWith('#')) waiting.push(isAbsolute(line) ? line : resolve(real, line));
    }
  }
  return [...found];
}

/**
 * Makes directories of links to a repository's objects, one for each of its object directories. Git is given these
 * rather than the directories themselves: so it never reads their `info/alternates`, which can lead out of the roots.
 * @param target directory in our store
 * @returns paths of the directories of links
 */
export async function borrow(directories: readonly string[], target: string): Promise<string[]> {
  return Promise.all(
    directories.map(async (directory) => {
      const links = join(target, createHash('sha256').update(directory).digest('hex').slice(0, 16));
      const isMade = await lstat(join(links, 'pack')).then(() => true, () => false);
      if (isMade) return links;
      await mkdir(links, { recursive: true, mode: 0o700 });
      // `pack` is the last one, because it says that all are there.
      for (const place of PLACES.toReversed()) await symlink(join(directory, place), join(links, place)).catch(ifThere);
      return links;
    }),
  );
}

async function allowed(path: string, roots: readonly string[]): Promise<string> {
  const real = await realpath(path).catch((error: unknown) => {
    throw asUnreadable(error, path);
  });
  const packs = await realpath(join(real, 'pack')).catch(() => real);
  for (const place of [real, packs]) {
    if (!roots.some((root) => isInside(root, place))) {
      throw new UnreadableRepositoryError(`the repository borrows objects from ${dirname(place)}, which is outside the allowed roots`);
    }
  }
  return real;
}

function ifThere(error: unknown): void {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return;
  throw error;
}
