import type { RestoredFile } from '@agents-fleet/contracts';
import { SUBMODULE_MODE } from '../capture/index-entries.js';
import type { KeptFile } from './kept-files.js';
import type { PresentFile } from './present-file.js';

/** What is known of one path that is to be put back. */
export interface PathToRestore {
  /** As people know it. */
  path: string;
  /** Whether that name is the file's: one whose bytes are no UTF-8 can't be named to a runner. */
  hasText: boolean;
  /** In the snapshot; `null` when it is not in it. */
  kept: KeptFile | null;
  /** Whether the snapshot's content is in our store. */
  isStored: boolean;
  /** Whether it may have been there although it is not in the snapshot. */
  mayBeLeftOut: boolean;
  present: PresentFile;
  /** Whether it lies in a directory of git's. */
  isGitOwn: boolean;
}

/** Says what happens to one path. Nothing is deleted or written on a guess. */
export function planRestore(path: PathToRestore): RestoredFile {
  const { kept, present } = path;
  const refused = (why: string): RestoredFile => ({ path: path.path, action: 'refused', why });
  if (path.isGitOwn) return refused("it is one of git's own files");
  if (!path.hasText) return refused('its name is no UTF-8');
  if (kept?.mode === SUBMODULE_MODE) return refused('it is a repository of its own');
  if (present.kind === 'other') return refused(present.what);
  if (kept === null) {
    if (present.kind === 'absent') return { path: path.path, action: 'none', why: null };
    if (path.mayBeLeftOut) return refused('the snapshot is not complete: the file may have been there');
    return { path: path.path, action: 'delete', why: null };
  }
  if (present.kind === 'file' && present.mode === kept.mode && present.id === kept.id) return { path: path.path, action: 'none', why: null };
  if (!path.isStored) return refused('its content is not kept any more');
  return { path: path.path, action: 'write', why: null };
}
