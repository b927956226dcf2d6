import { MAX_CONTENT_BYTES, type ContentCommand } from '@agents-fleet/contracts';
import { storePlaces } from '../diff/diff-places.js';
import type { Git } from '../git/git.js';
import { SUBMODULE_MODE } from '../capture/index-entries.js';
import { keptFiles, sizeOfObject } from './kept-files.js';
import type { KeptTree } from '../snapshots/snapshot-record.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * One side of a changed file, as text.
 * @param gitDir the store's directory
 * @param names of the file; the last one that is there counts
 * @returns `null` when there is no such file, or it is binary or too large
 */
export async function contentOf(git: Git, gitDir: string, kept: KeptTree, names: readonly string[], side: ContentCommand['side'], signal: AbortSignal): Promise<string | null> {
  const tree = side === 'after' ? kept.tree : kept.comparedWith;
  if (tree === null) return null;
  const found = await keptFiles(git, { gitDir }, tree, new Set(names), signal);
  const file = names.map((name) => found.get(name)).findLast((one) => one !== undefined);
  if (file === undefined || file.mode === SUBMODULE_MODE) return null;
  const size = await sizeOfObject(git, { gitDir }, file.id, signal);
  if (size === null || size > MAX_CONTENT_BYTES) return null;
  return textOrNull(await git.collect({ words: ['cat-file', 'blob', file.id], places: storePlaces({ gitDir }), signal }));
}

function textOrNull(content: Buffer): string | null {
  if (content.includes(0)) return null;
  try {
    return utf8.decode(content);
  } catch {
    return null;
  }
}
