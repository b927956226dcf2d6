import type { Git } from '../git/git.js';
import type { GitPlaces } from '../git/safe-git.js';
import type { ShadowStore } from '../store/shadow-store.js';
import type { CaptureLimits, Deadline } from './limits.js';

/** One look at a work tree: with what, and what may be used up. */
export interface Scan {
  git: Git;
  store: ShadowStore;
  /** Real paths of the allowed roots. */
  roots: readonly string[];
  /** A directory for this capture alone; `index` and `user-index` lie in it. */
  work: string;
  limits: CaptureLimits;
  deadline: Deadline;
}

/** Our index with the work tree. Without the repository's objects, unless they are asked for. */
export function ownPlaces(scan: Scan, borrowed: readonly string[] = []): GitPlaces {
  return { gitDir: scan.store.gitDir, workTree: scan.store.root, index: `${scan.work}/index`, borrowed };
}

/** The copy of the person's index, with the repository's objects. */
export function userPlaces(scan: Scan): GitPlaces {
  return { gitDir: scan.store.gitDir, workTree: scan.store.root, index: `${scan.work}/user-index`, borrowed: scan.store.borrowed };
}
