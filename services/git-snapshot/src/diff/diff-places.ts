import type { GitPlaces } from '../git/safe-git.js';
import type { ShadowStore } from '../store/shadow-store.js';

/** Our store alone: no work tree, so no file of it has a say in how a difference is shown. */
export function storePlaces(store: Pick<ShadowStore, 'gitDir'>, borrowed: readonly string[] = []): GitPlaces {
  return { gitDir: store.gitDir, workTree: null, index: null, borrowed };
}

/** How renamed files are found: those alike by half, among at most a thousand on each side (more: only equal ones). */
export const RENAMES: readonly string[] = ['-M50%', '-l1000'];
