import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GitFailedError } from '../git/git.js';
import { recordsOf } from '../git/records.js';
import type { GitPlaces } from '../git/safe-git.js';
import type { GitDirectory } from '../git-directory.js';
import { readGitFile } from '../git-file.js';
import { indexEntries, SUBMODULE_MODE, type IndexEntry } from './index-entries.js';
import { userPlaces, type Scan } from './scan.js';

/** About a million files. */
const MAX_INDEX_BYTES = 128 * 1024 * 1024;

/** What the person's index says about which files are tracked. Nothing that it says about their contents is believed. */
export interface TrackedFiles {
  /** Tracked paths that our index does not have. */
  unknown: string[];
  /** Path and commit of submodules. */
  submodules: Map<string, string>;
  /** Files that need not be in the work tree. */
  sparse: Map<string, IndexEntry>;
}

/**
 * Copies the person's index, as data: git reads the copy only. One that git can't read on its own (a split one) is
 * replaced by the files of the commit.
 * @returns whether there is anything to read
 */
export async function copyUserIndex(scan: Scan, git: GitDirectory, head: string | null): Promise<boolean> {
  const places = userPlaces(scan);
  const content = await readGitFile(git.own, join(git.own, 'index'), MAX_INDEX_BYTES);
  if (content === null) return false;
  await writeFile(join(scan.work, 'user-index'), content, { mode: 0o600 });
  const { signal } = scan.deadline;
  try {
    await scan.git.read({ words: ['ls-files', '-z', '-s', '-t'], places, signal }, drained);
    return true;
  } catch (error) {
    if (!(error instanceof GitFailedError) || head === null) throw error;
    await writeFile(join(scan.work, 'user-index'), '');
    await scan.git.collect({ words: ['read-tree', '--reset', '-i', head], places: { ...places, workTree: null }, signal });
    return true;
  }
}

/** @param known paths in our index */
export async function readTrackedFiles(scan: Scan, known: ReadonlySet<string>): Promise<TrackedFiles> {
  const found: TrackedFiles = { unknown: [], submodules: new Map(), sparse: new Map() };
  const command = { words: ['ls-files', '-z', '-s', '-t'], places: userPlaces(scan), signal: scan.deadline.signal };
  await scan.git.read(command, async (output) => {
    for await (const entry of indexEntries(output)) {
      if (entry.mode === SUBMODULE_MODE) found.submodules.set(entry.path, entry.id);
      else if (entry.tag.toUpperCase() === 'S') found.sparse.set(entry.path, entry);
      // A path in conflict comes once for each side.
      else if (!known.has(entry.path) && found.unknown.at(-1) !== entry.path) found.unknown.push(entry.path);
    }
  });
  return found;
}

/** Tracked files that would be ignored if they were not. @param exclude file with more patterns than `.gitignore` */
export async function ignoredYetTracked(scan: Scan, places: GitPlaces, exclude: string): Promise<string[]> {
  const words = ['ls-files', '-z', '-i', '-c', '--exclude-per-directory=.gitignore', `--exclude-from=${exclude}`];
  return scan.git.read({ words, places, signal: scan.deadline.signal }, async (output) => {
    const paths: string[] = [];
    for await (const path of recordsOf(output)) paths.push(path);
    return paths;
  });
}

async function drained(output: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of output) void chunk;
}
