import type { Git } from '../git/git.js';
import { textOfPath } from '../git/path-text.js';
import { recordsOf } from '../git/records.js';
import { storePlaces } from '../diff/diff-places.js';
import type { ShadowStore } from '../store/shadow-store.js';

/** A file of a kept tree. */
export interface KeptFile {
  /** A string of bytes. */
  path: string;
  mode: string;
  id: string;
}

/**
 * Looks up files in a kept tree.
 * @param paths as people know them
 * @returns by that name; what is not in the tree is missing
 */
export async function keptFiles(git: Git, store: Pick<ShadowStore, 'gitDir'>, tree: string, paths: ReadonlySet<string>, signal: AbortSignal): Promise<Map<string, KeptFile>> {
  return git.read({ words: ['ls-tree', '-r', '-z', '--full-tree', tree], places: storePlaces(store), signal }, async (output) => {
    const found = new Map<string, KeptFile>();
    for await (const record of recordsOf(output)) {
      const tab = record.indexOf('\t');
      const path = record.slice(tab + 1);
      const text = textOfPath(path);
      const [mode = '', , id = ''] = record.slice(0, tab).split(' ');
      if (paths.has(text)) found.set(text, { path, mode, id });
    }
    return found;
  });
}

/** Bytes of an object in our store; `null` when it is not there. */
export async function sizeOfObject(git: Git, store: Pick<ShadowStore, 'gitDir'>, id: string, signal: AbortSignal): Promise<number | null> {
  const answer = await git.collect({ words: ['cat-file', '--batch-check=%(objecttype) %(objectsize)'], places: storePlaces(store), input: [`${id}\n`], signal });
  const [type, size] = answer.toString('latin1').trim().split(' ');
  return type === 'blob' ? Number(size) : null;
}
