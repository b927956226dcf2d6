import { GitFailedError } from '../git/git.js';
import type { GitDirectory } from '../git-directory.js';
import { writeExcludeFile } from './exclude-file.js';
import type { IndexEntry } from './index-entries.js';
import { LeftOut } from './left-out.js';
import { lookAtFiles, type FoundFile } from './look-at-files.js';
import { changedFiles, keepIndex, prepareIndex, readKnownFiles, type KnownFiles } from './own-index.js';
import { ownPlaces, userPlaces, type Scan } from './scan.js';
import { readSubmodules } from './submodules.js';
import { setEntries, takeIn, type SetEntry } from './take-in.js';
import { readUntrackedFiles } from './untracked-files.js';
import { copyUserIndex, ignoredYetTracked, readTrackedFiles, type TrackedFiles } from './user-index.js';

/** What a session's later snapshots need of its start. */
export interface WorkTreeBaseline {
  tree: string;
  /** Files that were not in the work tree then because of a sparse checkout, as strings of bytes. */
  sparse: readonly string[];
  /** When it was read, in milliseconds since the epoch, if files that git doesn't track may be missing in it. */
  incompleteAt: number | null;
}

/** A work tree as it was, byte for byte. */
export interface KeptWorkTree {
  /** Id of the tree in our store. */
  tree: string;
  leftOut: LeftOut;
  sparse: string[];
  /** Whether there is a copy of the person's index that git can read. */
  hasUserIndex: boolean;
}

/**
 * Keeps the work tree in our store: tracked files, and those that are neither tracked nor ignored.
 * @param exclude patterns besides those of `.gitignore` files
 * @param baseline `null` at a session's start
 */
export async function keepWorkTree(
  scan: Scan,
  git: GitDirectory,
  head: string | null,
  exclude: string,
  baseline: WorkTreeBaseline | null,
): Promise<KeptWorkTree> {
  const begun = Date.now();
  const leftOut = new LeftOut();
  const excludeFile = await writeExcludeFile(scan.work, exclude);
  await prepareIndex(scan, baseline?.tree ?? null);
  const known = await readKnownFiles(scan);
  const hasUserIndex = await copyUserIndex(scan, git, head).catch((error: unknown) => {
    if (!(error instanceof GitFailedError)) throw error;
    leftOut.addOthers("the repository's index can't be read, so ignored files are left out although they may be tracked");
    return false;
  });
  const tracked: TrackedFiles = hasUserIndex
    ? await readTrackedFiles(scan, known.paths)
    : { unknown: [], submodules: new Map(), sparse: new Map() };
  if (baseline === null) await forgetIgnored(scan, known, hasUserIndex, excludeFile);
  const sparse = await keepSparse(scan, tracked, baseline, leftOut);
  await readChanges(scan, known, tracked, { sparse: new Set(sparse), excludeFile, incompleteAt: baseline?.incompleteAt ?? null }, leftOut);
  const tree = await scan.git.collect({ words: ['write-tree', '--missing-ok'], places: ownPlaces(scan), signal: scan.deadline.signal });
  await keepIndex(scan, begun);
  return { tree: tree.toString('latin1').trim(), leftOut, sparse, hasUserIndex };
}

/** An earlier capture took in what is ignored since. */
async function forgetIgnored(scan: Scan, known: KnownFiles, hasUserIndex: boolean, exclude: string): Promise<void> {
  const ignored = await ignoredYetTracked(scan, ownPlaces(scan), exclude);
  if (ignored.length === 0) return;
  const tracked = new Set(hasUserIndex ? await ignoredYetTracked(scan, userPlaces(scan), exclude) : []);
  const forgotten = ignored.filter((path) => !tracked.has(path));
  await setEntries(scan, forgotten.map((path) => ({ path, entry: null })));
  for (const path of forgotten) known.paths.delete(path);
}

/**
 * Files that a sparse checkout leaves out of the work tree are taken from the person's index. A later snapshot believes
 * that only of files that were not there at the start either: marking a file so would hide that it was deleted.
 */
async function keepSparse(scan: Scan, tracked: TrackedFiles, baseline: WorkTreeBaseline | null, leftOut: LeftOut): Promise<string[]> {
  const atStart = baseline === null ? null : new Set(baseline.sparse);
  const { gone, files } = await lookAtFiles(scan, [...tracked.sparse.keys()], leftOut);
  const believed = atStart === null ? gone : gone.filter((path) => atStart.has(path));
  await setEntries(scan, believed.map((path) => ({ path, entry: tracked.sparse.get(path) as IndexEntry })));
  tracked.unknown.push(...files.map(({ path }) => path));
  return believed;
}

async function readChanges(
  scan: Scan,
  known: KnownFiles,
  tracked: TrackedFiles,
  { sparse, excludeFile, incompleteAt }: { sparse: ReadonlySet<string>; excludeFile: string; incompleteAt: number | null },
  leftOut: LeftOut,
): Promise<void> {
  const changed = (await changedFiles(scan)).filter((path) => !sparse.has(path));
  const first = await lookAtFiles(scan, [...new Set([...tracked.unknown, ...changed])], leftOut);
  // What is gone goes first: a directory may be in the place of a file, and the other way round.
  await setEntries(scan, first.gone.filter((path) => known.paths.has(path)).map(removal));
  // What an incomplete start doesn't have is no change when it has been there, untouched, since before.
  const isNew = ({ path, changedMs }: FoundFile) => incompleteAt === null || changedMs >= incompleteAt || known.paths.has(path);
  const trackedFiles = first.files.filter(isNew);
  const read = await takeIn(scan, trackedFiles, leftOut);
  const untracked = await readUntrackedFiles(scan, excludeFile);
  const submodules = await readSubmodules(scan, tracked.submodules, known.submodules, untracked.repositories, leftOut);
  await setEntries(scan, submodules.entries);
  const second = await lookAtFiles(scan, untracked.paths, leftOut);
  const files = [...submodules.files, ...second.files.filter(isNew)];
  const missed = trackedFiles.length + files.length - read - (await takeIn(scan, files, leftOut));
  if (missed > 0) leftOut.addOthers(`${missed} files were not read within ${scan.deadline.text}`);
  if (untracked.areCut) leftOut.addOthers(`of the files that git doesn't track only the first ${scan.limits.files} are looked at`);
}

function removal(path: string): SetEntry {
  return { path, entry: null };
}
