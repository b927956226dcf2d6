import { link, rename, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { recordsOf } from '../git/records.js';
import { isAbsent } from '../git-file.js';
import { indexEntries, SUBMODULE_MODE } from './index-entries.js';
import { ownPlaces, type Scan } from './scan.js';

/** What our index has before a capture. */
export interface KnownFiles {
  paths: Set<string>;
  submodules: Map<string, string>;
}

/**
 * Begins with the index of the last capture of this work tree, which remembers what it has read. For a session's later
 * snapshots its paths are made those of the session's start.
 * @param baseTree tree of the session's start; `null` at the start itself
 */
export async function prepareIndex(scan: Scan, baseTree: string | null): Promise<void> {
  // A link, because git compares the time of the index with those of files, and puts a new file in its place.
  await link(join(scan.store.gitDir, 'index'), join(scan.work, 'index')).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
  });
  if (baseTree === null) return;
  // In the work tree: whenever git writes an index, it looks again at files that were written at the time of the last one.
  await scan.git.collect({ words: ['read-tree', '-i', '-m', baseTree], places: ownPlaces(scan), signal: scan.deadline.signal });
}

export async function readKnownFiles(scan: Scan): Promise<KnownFiles> {
  const known: KnownFiles = { paths: new Set(), submodules: new Map() };
  const command = { words: ['ls-files', '-z', '-s', '-t'], places: ownPlaces(scan), signal: scan.deadline.signal };
  await scan.git.read(command, async (output) => {
    for await (const { mode, id, path } of indexEntries(output)) {
      if (mode === SUBMODULE_MODE) known.submodules.set(path, id);
      else known.paths.add(path);
    }
  });
  return known;
}

/** Known files that are not as they were read last: other content, other mode, or gone. */
export async function changedFiles(scan: Scan): Promise<string[]> {
  const command = {
    words: ['diff-files', '-z', '--raw', '--no-renames', '--ignore-submodules=all'],
    places: ownPlaces(scan),
    signal: scan.deadline.signal,
  };
  return scan.git.read(command, async (output) => {
    const paths: string[] = [];
    for await (const record of recordsOf(output)) if (!record.startsWith(':')) paths.push(record);
    return paths;
  });
}

/**
 * Keeps the index for the next capture. Its time is set back to before this one: a file that was written during it may
 * have been written again since without a trace, so git reads it again.
 * @param begun when the capture began, in milliseconds since the epoch
 */
export async function keepIndex(scan: Scan, begun: number): Promise<void> {
  const path = join(scan.work, 'index');
  const seconds = Math.floor(begun / 1000) - 1;
  await utimes(path, seconds, seconds);
  await rename(path, join(scan.store.gitDir, 'index'));
}
