import type { ChangedFile, ChangeStatus } from '@agents-fleet/contracts';
import { SUBMODULE_MODE } from '../capture/index-entries.js';
import { textOfPath } from '../git/path-text.js';
import type { PatchSection } from './patch-sections.js';
import type { TreeChange } from './tree-changes.js';

/** A changed file with the place of its part in `changes.patch`: 0 and 0 when it has none. */
export type StoredFile = ChangedFile & { patchOffset: number; patchLength: number };

/** A part of a patch that is larger, in bytes, is not read by people, but saved by them. */
const MAX_INLINE_BYTES = 1024 * 1024;
/** Nobody writes such lines, in bytes: they come out of a tool. */
const MINIFIED_LINE_BYTES = 5_000;

const STATUSES: Readonly<Record<TreeChange['status'], ChangeStatus>> = {
  A: 'added', M: 'modified', D: 'deleted', R: 'renamed', C: 'copied', T: 'type_changed',
};

/** @param sections parts of the patch that are about this file: none when they were left out, two when its type changed */
export function changedFile(change: TreeChange, sections: readonly PatchSection[], size: number, places: ChangedFile['places']): StoredFile {
  const length = sections.reduce((sum, section) => sum + section.length, 0);
  return {
    path: textOfPath(change.path),
    oldPath: change.oldPath === null ? null : textOfPath(change.oldPath),
    status: STATUSES[change.status],
    additions: change.additions,
    deletions: change.deletions,
    oldMode: change.oldMode,
    newMode: change.newMode,
    size,
    notInlined: notInlined(change, sections, length),
    places,
    patchOffset: sections[0]?.offset ?? 0,
    patchLength: length,
  };
}

function notInlined(change: TreeChange, sections: readonly PatchSection[], length: number): ChangedFile['notInlined'] {
  if (change.oldMode === SUBMODULE_MODE || change.newMode === SUBMODULE_MODE) return 'submodule';
  if (sections.length === 0) return 'left_out';
  if (change.additions === null) return 'binary';
  if (length > MAX_INLINE_BYTES) return 'too_large';
  return sections.some(({ longestLine }) => longestLine > MINIFIED_LINE_BYTES) ? 'minified' : null;
}
