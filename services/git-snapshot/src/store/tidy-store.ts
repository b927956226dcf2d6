import type { Git } from '../git/git.js';
import { storePlaces } from '../diff/diff-places.js';
import { packsOf, type ShadowStore } from './shadow-store.js';

/** Git looks through every pack for an object. */
const MANY_PACKS = 50;
/** Packs below this size are put together. */
const SMALL_PACKS = '--batch-size=200m';

/**
 * Puts the small packs of a store together when there are many. All objects stay, reachable or not: git's own tidying up
 * (`gc`) would drop what no ref names.
 */
export async function tidyStore(git: Git, store: Pick<ShadowStore, 'gitDir'>, signal: AbortSignal, many = MANY_PACKS): Promise<void> {
  if ((await packsOf(store.gitDir)) < many) return;
  for (const words of [['write'], ['repack', SMALL_PACKS], ['expire']]) {
    await git.collect({ words: ['multi-pack-index', ...words, '--no-progress'], places: storePlaces(store), signal });
  }
}
