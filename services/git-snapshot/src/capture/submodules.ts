import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { readRepository } from '../repository-head.js';
import { hasText, textOfPath } from '../git/path-text.js';
import { SUBMODULE_MODE } from './index-entries.js';
import type { LeftOut } from './left-out.js';
import type { FoundFile } from './look-at-files.js';
import type { Scan } from './scan.js';
import type { SetEntry } from './take-in.js';

/** Repositories within the repository: which entries they get, and what turned out to be a file. */
export interface FoundSubmodules {
  entries: SetEntry[];
  files: FoundFile[];
}

/** More repositories in a repository are left out. */
const MAX_SUBMODULES = 1_000;

/**
 * Reads on which commit each repository within the work tree is. They are not looked into: their files are theirs.
 * @param tracked path and commit as the person's index has them
 * @param known as our index has them
 * @param found directories with a repository that no index knows
 */
export async function readSubmodules(
  scan: Scan,
  tracked: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
  found: readonly string[],
  leftOut: LeftOut,
): Promise<FoundSubmodules> {
  const submodules: FoundSubmodules = { entries: [], files: [] };
  const paths = [...new Set([...tracked.keys(), ...known.keys(), ...found])];
  for (const path of paths.slice(0, MAX_SUBMODULES)) {
    scan.deadline.signal.throwIfAborted();
    if (!hasText(path)) {
      leftOut.add(path, 'is a repository of its own with a name that is no UTF-8');
      continue;
    }
    const full = join(scan.store.root, textOfPath(path));
    const status = await lstat(full).catch(() => null);
    if (status === null || !status.isDirectory()) {
      submodules.entries.push({ path, entry: null });
      if (status !== null) submodules.files.push({ path, bytes: status.size, isSymlink: status.isSymbolicLink(), changedMs: status.ctimeMs });
      continue;
    }
    const id = (await commitOf(full, scan.roots)) ?? tracked.get(path) ?? known.get(path);
    if (id === undefined) leftOut.add(`${path}/`, 'is a repository of its own without a commit that can be read');
    else submodules.entries.push({ path, entry: { mode: SUBMODULE_MODE, id } });
  }
  for (const path of paths.slice(MAX_SUBMODULES)) leftOut.add(`${path}/`, 'is a repository of its own, of too many');
  return submodules;
}

/** `null` when nothing is checked out there: the repository that is found is then the outer one. */
async function commitOf(path: string, roots: readonly string[]): Promise<string | null> {
  const [real, { git, head }] = await Promise.all([realpath(path).catch(() => null), readRepository(path, roots)]);
  return git?.root === real ? head.head : null;
}
