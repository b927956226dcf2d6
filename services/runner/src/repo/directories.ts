import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DirectoriesCommand, DirectoriesReply } from '@agents-fleet/contracts';
import { checkRepoPath, isInside } from './repo-path.js';

/**
 * Directories whose path begins with what a person has typed, one level deep. Outside the allowed roots nothing is
 * listed; an empty prefix lists the roots themselves. Hidden directories show only once their dot is typed.
 */
export function completeDirectory({ prefix, limit }: DirectoriesCommand, roots: readonly string[]): DirectoriesReply {
  const reply = (paths: string[]): DirectoriesReply => ({
    roots: [...roots],
    items: paths.slice(0, limit).map((path) => ({ path, isRepository: existsSync(join(path, '.git')) })),
  });
  const matchingRoots = roots.filter((root) => root.startsWith(prefix) && existsSync(root));
  const folder = prefix.endsWith('/') ? prefix : dirname(prefix);
  const begin = prefix.endsWith('/') ? '' : basename(prefix);
  const checked = checkRepoPath(folder, roots);
  const below = checked.ok ? subdirectories(folder, begin, roots) : [];
  return reply([...new Set([...matchingRoots, ...below])]);
}

function subdirectories(folder: string, begin: string, roots: readonly string[]): string[] {
  const realRoots = roots.filter((root) => existsSync(root)).map((root) => realpathSync(root));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name.startsWith(begin) && (begin.startsWith('.') || !entry.name.startsWith('.')))
    .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && leadsToAllowedDirectory(join(folder, entry.name), realRoots)))
    .map((entry) => join(folder, entry.name))
    .sort();
}

function leadsToAllowedDirectory(path: string, realRoots: readonly string[]): boolean {
  const checked = checkRepoPath(path, realRoots);
  return checked.ok && isInside(checked.path, realRoots);
}
