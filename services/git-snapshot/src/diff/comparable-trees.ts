import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from '../git/git.js';
import { asInput } from '../git/records.js';
import type { ShadowStore } from '../store/shadow-store.js';
import { storePlaces } from './diff-places.js';
import type { TreeChange } from './tree-changes.js';

/**
 * The trees without the changes that can't be shown because a content is nowhere any more: there the first tree gets
 * what the second one has.
 * @param lost changes with a missing object
 */
export async function withoutLost(
  git: Git,
  store: ShadowStore,
  work: string,
  trees: readonly [string, string],
  lost: readonly TreeChange[],
  signal: AbortSignal,
): Promise<readonly [string, string]> {
  if (lost.length === 0) return trees;
  const index = join(work, 'comparable-index');
  const places = { ...storePlaces(store), index };
  const entries = lost.map(({ path, newMode, newId }) =>
    newMode === null || newId === null ? `0 ${'0'.repeat(store.idLength)} 0\t${path}` : `${newMode} ${newId} 0\t${path}`,
  );
  await rm(index, { force: true });
  await git.collect({ words: ['read-tree', '-i', '--reset', trees[0]], places, signal });
  await git.collect({ words: ['update-index', '-z', '--index-info'], places, input: asInput(entries), signal });
  const tree = await git.collect({ words: ['write-tree', '--missing-ok'], places, signal });
  return [tree.toString('latin1').trim(), trees[1]];
}
