import type { ChangedFile } from '@agents-fleet/contracts';
import { indexEntries } from '../capture/index-entries.js';
import { userPlaces, type Scan } from '../capture/scan.js';
import { GitFailedError } from '../git/git.js';
import { recordsOf } from '../git/records.js';
import { storePlaces } from './diff-places.js';
import type { TreeChange } from './tree-changes.js';

type Places = ChangedFile['places'];

/** What git knows of the changed paths, beside the work tree. */
export interface PathFacts {
  /** Differ between the commit at the start and the present one. */
  committed: ReadonlySet<string>;
  /** Differ between the present commit and the index. */
  staged: ReadonlySet<string>;
  /** Mode and id in the index. */
  index: ReadonlyMap<string, string>;
}

/** Where a change is. A file that was never tracked and is gone was untracked. */
export function placesOf(change: TreeChange, facts: PathFacts): Places {
  const paths = [change.path, ...(change.oldPath === null ? [] : [change.oldPath])];
  const places: Places = [];
  if (paths.some((path) => facts.committed.has(path))) places.push('committed');
  if (paths.some((path) => facts.staged.has(path))) places.push('staged');
  const inIndex = facts.index.get(change.path);
  if (change.newId === null ? inIndex !== undefined : inIndex !== undefined && inIndex !== `${change.newMode} ${change.newId}`) places.push('unstaged');
  if (change.newId !== null && inIndex === undefined) places.push('untracked');
  if (change.oldPath !== null && facts.index.has(change.oldPath) && !places.includes('unstaged')) places.push('unstaged');
  return places.length > 0 ? places : [change.newId === null ? 'untracked' : 'unstaged'];
}

/**
 * Reads what git knows of the changed paths. It is for people's eyes: what can't be read is taken for nothing.
 * @param hasUserIndex whether the copy of the person's index can be read
 */
export async function readPathFacts(scan: Scan, hasUserIndex: boolean, before: string | null, after: string | null, changes: readonly TreeChange[]): Promise<PathFacts> {
  const paths = new Set(changes.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [path, oldPath])));
  const index = new Map<string, string>();
  const { signal } = scan.deadline;
  if (hasUserIndex) {
    await scan.git.read({ words: ['ls-files', '-z', '-s', '-t'], places: userPlaces(scan), signal }, async (output) => {
      for await (const { mode, id, path } of indexEntries(output)) if (paths.has(path)) index.set(path, `${mode} ${id}`);
    });
  }
  const inStore = storePlaces(scan.store, scan.store.borrowed);
  const committed = after === null || after === before
    ? []
    : await names(scan, ['diff-tree', '-r', before ?? emptyTree(scan.store.idLength), after], inStore);
  const staged = after === null || !hasUserIndex
    ? [...index.keys()]
    : await names(scan, ['diff-index', '--cached', after], { ...inStore, index: `${scan.work}/user-index` });
  return { committed: new Set(committed), staged: new Set(staged), index };
}

async function names(scan: Scan, [command = '', ...rest]: readonly string[], places: ReturnType<typeof storePlaces>): Promise<string[]> {
  const words = [command, '-z', '--name-only', '--no-renames', '--ignore-submodules=dirty', ...rest];
  try {
    return await scan.git.read({ words, places, signal: scan.deadline.signal }, async (output) => {
      const found: string[] = [];
      for await (const path of recordsOf(output)) found.push(path);
      return found;
    });
  } catch (error) {
    if (error instanceof GitFailedError) return [];
    throw error;
  }
}

/** Git knows these without having them. */
function emptyTree(idLength: number): string {
  return idLength === 40
    ? '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
    : '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321';
}
