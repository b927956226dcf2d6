import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { GitDirectory } from '../git-directory.js';
import { isInside, readGitFile, UnreadableRepositoryError } from '../git-file.js';

const MAX_EXCLUDE_BYTES = 1024 * 1024;

export interface Excluded {
  /** As in a `.gitignore` file. */
  patterns: string;
  /** Why the repository's own are not among them, as a sentence; `null` when they are. */
  shortcoming: string | null;
}

/**
 * What is ignored besides `.gitignore`: the repository's `info/exclude` as it is at a session's start (a later one could
 * hide what the session did), and our own data, which may lie in the work tree.
 * @param ownDirectories real paths
 */
export async function excludePatterns(git: GitDirectory, ownDirectories: readonly string[]): Promise<Excluded> {
  let shortcoming: string | null = null;
  // One that leads out of the repository, or is no file, excludes nothing.
  const theirs = await readGitFile(git.common, join(git.common, 'info/exclude'), MAX_EXCLUDE_BYTES).catch((error: unknown) => {
    if (!(error instanceof UnreadableRepositoryError)) throw error;
    shortcoming = `what the repository hides by info/exclude is listed, because ${error.message}`;
    return null;
  });
  const ours = ownDirectories.filter((directory) => directory !== git.root && isInside(git.root, directory));
  const lines = ours.map((directory) => `/${relative(git.root, directory).replace(/[\\*?[\]!# ]/g, '\\$&')}/`);
  return { patterns: `${theirs?.toString('utf8') ?? ''}\n${lines.join('\n')}\n`, shortcoming };
}

export async function writeExcludeFile(work: string, patterns: string): Promise<string> {
  const path = join(work, 'exclude');
  await writeFile(path, patterns, { mode: 0o600 });
  return path;
}
