import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitFailedError } from '../git/git.js';
import { asInput } from '../git/records.js';
import type { LeftOut } from './left-out.js';
import type { FoundFile } from './look-at-files.js';
import { ownPlaces, type Scan } from './scan.js';

/** Files that one git process reads. */
const BATCH_FILES = 5_000;
const BATCH_BYTES = 64 * 1024 * 1024;
/** Files that git could not take; after so many the rest of their batch is given up, too. */
const MAX_REFUSED = 20;

/** Every file becomes part of a pack at once; one whose object exists is only compared (decision 81). */
const AS_PACK = ['core.bigFileThreshold=0'];

/**
 * Reads files into our index and their contents into our store. Stops at the deadline.
 * @returns how many were read
 */
export async function takeIn(scan: Scan, files: readonly FoundFile[], leftOut: LeftOut): Promise<number> {
  // Git marks an object that exists as used, which changes the time of the repository's file. It does not for what goes
  // into a pack, which links and empty files don't: for those the repository's objects are out of sight.
  const contents = files.filter(({ bytes, isSymlink }) => bytes > 0 && !isSymlink);
  const others = files.filter(({ bytes, isSymlink }) => bytes === 0 || isSymlink);
  let read = 0;
  for (const [kind, borrowed] of [[others, []], [contents, scan.store.borrowed]] as const) {
    for (const batch of batchesOf(kind)) {
      if (scan.deadline.isOver) return read;
      await update(scan, batch, borrowed, leftOut, { count: 0 });
      read += batch.length;
    }
  }
  return read;
}

/** One file that git can't read fails all: they are halved until it is alone. */
async function update(scan: Scan, paths: readonly string[], borrowed: readonly string[], leftOut: LeftOut, refused: { count: number }): Promise<void> {
  try {
    await scan.git.collect({
      words: ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'],
      places: ownPlaces(scan, borrowed),
      settings: AS_PACK,
      input: asInput(paths),
      signal: scan.deadline.signal,
    });
  } catch (error) {
    if (!(error instanceof GitFailedError)) throw error;
    await rm(join(scan.work, 'index.lock'), { force: true });
    if (paths.length === 1 || refused.count >= MAX_REFUSED) {
      refused.count += 1;
      for (const path of paths) leftOut.add(path, "can't be read");
      return;
    }
    const middle = Math.ceil(paths.length / 2);
    await update(scan, paths.slice(0, middle), borrowed, leftOut, refused);
    await update(scan, paths.slice(middle), borrowed, leftOut, refused);
  }
}

function* batchesOf(files: readonly FoundFile[]): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const file of files) {
    batch.push(file.path);
    bytes += file.bytes;
    if (batch.length === BATCH_FILES || bytes >= BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

/** An entry that is set without a look at the file: a submodule, a file that is not checked out; `null` removes it. */
export interface SetEntry {
  path: string;
  entry: { mode: string; id: string } | null;
}

export async function setEntries(scan: Scan, entries: readonly SetEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const input = entries.map(({ path, entry }) => (entry === null ? `0 ${'0'.repeat(scan.store.idLength)} 0\t${path}` : `${entry.mode} ${entry.id} 0\t${path}`));
  await scan.git.collect({
    words: ['update-index', '-z', '--index-info'],
    places: ownPlaces(scan),
    input: asInput(input),
    signal: scan.deadline.signal,
  });
}
