import type { CaptureLimits } from '../capture/limits.js';
import { SUBMODULE_MODE } from '../capture/index-entries.js';
import type { Git } from '../git/git.js';
import type { ShadowStore } from '../store/shadow-store.js';
import { changedFile, type StoredFile } from './changed-file.js';
import { withoutLost } from './comparable-trees.js';
import { RENAMES, storePlaces } from './diff-places.js';
import { ownObjects } from './own-objects.js';
import type { PatchSection } from './patch-sections.js';
import { readTreeChanges, type TreeChange } from './tree-changes.js';
import { writePatch } from './write-patch.js';

/** What is different between two kept trees. */
export interface Comparison {
  files: StoredFile[];
  /** Of all changed files, also of those that the list has no room for. */
  fileCount: number;
  additions: number;
  deletions: number;
  patchBytes: number;
  /** What was left out, in sentences. */
  leftOut: string[];
}

export interface CompareOptions {
  limits: CaptureLimits;
  /** A directory for this comparison alone. */
  work: string;
  /** Where the patch is written. */
  patch: { path: string; mode: number };
  placesOf(changes: readonly TreeChange[]): Promise<(change: TreeChange) => StoredFile['places']>;
  signal: AbortSignal;
}

/** Compares two trees of our store, and makes sure that what they differ in stays in it. */
export async function compareTrees(git: Git, store: ShadowStore, trees: readonly [string, string], options: CompareOptions): Promise<Comparison> {
  const { limits, signal } = options;
  const all = await treeChanges(git, store, ['--no-renames'], trees, signal);
  const { sizes, missing } = await ownObjects(git, store, [...new Set(all.flatMap(blobsOf))], signal);
  const lost = all.filter((change) => blobsOf(change).some((id) => missing.has(id)));
  const comparable = await withoutLost(git, store, options.work, trees, lost, signal);
  const changes = await treeChanges(git, store, ['--numstat', ...RENAMES], comparable, signal);
  const patch = await writePatch(git, store, comparable, { ...options.patch, maxBytes: limits.bytes, maxSections: 2 * limits.files }, signal);
  const placesOf = await options.placesOf([...changes, ...lost]);
  const sectionsOf = inOrder(patch.sections);
  const file = (change: TreeChange, sections: readonly PatchSection[]) =>
    changedFile(change, sections, sizes.get(change.newId ?? change.oldId ?? '') ?? 0, placesOf(change));
  const files = [...changes.map((change) => file(change, sectionsOf(change))), ...lost.map((change) => file(change, []))];
  const leftOut: string[] = [];
  const withoutPatch = changes.length - files.slice(0, changes.length).filter(({ patchLength }) => patchLength > 0).length;
  if (withoutPatch > 0) leftOut.push(`the patch ends at ${patch.bytes} bytes: the changes of ${withoutPatch} more files are not in it`);
  if (lost.length > 0) leftOut.push(`the changes of ${lost.length} files can't be shown: the repository has dropped what they were before`);
  if (files.length > limits.files) leftOut.push(`of ${files.length} changed files the first ${limits.files} are listed`);
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, limits.files),
    fileCount: files.length,
    additions: sum(changes.map(({ additions }) => additions)),
    deletions: sum(changes.map(({ deletions }) => deletions)),
    patchBytes: patch.bytes,
    leftOut,
  };
}

function treeChanges(git: Git, store: ShadowStore, options: readonly string[], trees: readonly [string, string], signal: AbortSignal): Promise<TreeChange[]> {
  const words = ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-ext-diff', '--no-textconv', ...options, ...trees];
  return git.read({ words, places: storePlaces(store), signal }, readTreeChanges);
}

/** Parts of a patch come in the order of the changes; a file whose type changed has two. */
function inOrder(sections: readonly PatchSection[]): (change: TreeChange) => readonly PatchSection[] {
  let at = 0;
  return ({ status }) => {
    const count = status === 'T' ? 2 : 1;
    const own = sections.slice(at, at + count);
    at += count;
    return own.length === count ? own : [];
  };
}

function blobsOf({ oldMode, oldId, newMode, newId }: TreeChange): string[] {
  const ids = [oldMode === SUBMODULE_MODE ? null : oldId, newMode === SUBMODULE_MODE ? null : newId];
  return ids.filter((id) => id !== null);
}

function sum(counts: readonly (number | null)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}
