import { recordsOf } from '../git/records.js';
import { ownPlaces, type Scan } from './scan.js';

/** Files that neither git nor we know yet, and that are not ignored. */
export interface UntrackedFiles {
  paths: string[];
  /** Directories that are repositories of their own, without the slash at the end. */
  repositories: string[];
  /** Whether there are more than the limit. */
  areCut: boolean;
}

/** @param exclude file with more patterns than those of `.gitignore` files */
export async function readUntrackedFiles(scan: Scan, exclude: string): Promise<UntrackedFiles> {
  const found: UntrackedFiles = { paths: [], repositories: [], areCut: false };
  const words = ['ls-files', '-z', '-o', '--exclude-per-directory=.gitignore', `--exclude-from=${exclude}`];
  await scan.git.read({ words, places: ownPlaces(scan), signal: scan.deadline.signal }, async (output) => {
    for await (const path of recordsOf(output)) {
      if (path.endsWith('/')) found.repositories.push(path.slice(0, -1));
      else found.paths.push(path);
      if (found.paths.length + found.repositories.length > scan.limits.files) {
        found.areCut = true;
        found.paths.length = Math.min(found.paths.length, scan.limits.files);
        return;
      }
    }
  });
  return found;
}
