import { join } from 'node:path';
import type { WorkTreeBaseline } from '../capture/work-tree.js';
import { storePlaces } from '../diff/diff-places.js';
import { GitFailedError, type Git } from '../git/git.js';
import type { ShadowStore } from '../store/shadow-store.js';
import type { SnapshotRecord } from './snapshot-record.js';

/** What a later snapshot is compared with. */
export interface Baseline {
  workTree: WorkTreeBaseline | null;
  head: string | null;
  exclude: string | null;
  /** Why it is not the start as it was, as a sentence; `null` when it is. */
  shortcoming: string | null;
}

/**
 * Finds what a session's later snapshot is compared with: the kept start of the session, or, when that could not be kept,
 * the commit that it began on.
 * @param start `null` when there is no snapshot of the start
 */
export async function findBaseline(git: Git, store: ShadowStore, storeName: string, work: string, start: SnapshotRecord | null, signal: AbortSignal): Promise<Baseline> {
  const head = start?.event.data.head ?? null;
  const none = (shortcoming: string): Baseline => ({ workTree: null, head, exclude: null, shortcoming });
  if (start === null) return none('nothing to compare with: there is no snapshot of the start of the session');
  const { kept, event } = start;
  if (kept !== null && kept.root === store.root && kept.store === storeName) {
    const incompleteAt = kept.hasOthers ? kept.begun : null;
    const shortcoming = event.data.truncated === null ? null : `the snapshot of the start is not complete (${event.data.truncated})`;
    return { workTree: { tree: kept.tree, sparse: kept.sparse, incompleteAt }, head, exclude: kept.exclude, shortcoming };
  }
  if (kept !== null) return none('nothing to compare with: the session began in another repository');
  if (event.data.state !== 'ok' || head === null) return none(`nothing to compare with: at the start ${event.data.detail ?? 'there was no commit'}`);
  const tree = await treeOfCommit(git, store, work, head, signal);
  if (tree === null) return none('nothing to compare with: the repository has dropped the commit that the session began on');
  return {
    workTree: { tree, sparse: [], incompleteAt: null },
    head,
    exclude: null,
    shortcoming: 'compared with the commit that the session began on, because the files at the start were not kept',
  };
}

/** The commit's tree, made anew in our store. `null` when the repository doesn't have it any more. */
async function treeOfCommit(git: Git, store: ShadowStore, work: string, commit: string, signal: AbortSignal): Promise<string | null> {
  const index = join(work, 'commit-index');
  try {
    await git.collect({ words: ['read-tree', '-i', '--reset', commit], places: { ...storePlaces(store, store.borrowed), index }, signal });
    const tree = await git.collect({ words: ['write-tree', '--missing-ok'], places: { ...storePlaces(store), index }, signal });
    return tree.toString('latin1').trim();
  } catch (error) {
    if (error instanceof GitFailedError) return null;
    throw error;
  }
}
