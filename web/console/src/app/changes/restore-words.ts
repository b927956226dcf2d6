import { type ChangedFile, type RestoredFile } from '@agents-fleet/contracts';
import { countWords } from './snapshot-words.js';

/** The paths to put back for some changed files: a renamed one also has to reappear where it was. */
export function restorePaths(files: readonly ChangedFile[]): string[] {
  return [...new Set(files.flatMap(({ path, oldPath, status }) => (status === 'renamed' && oldPath !== null ? [path, oldPath] : [path])))];
}

/** The button that begins a restore: of the files that were chosen, else of those that are shown. */
export function restoreButtonWords(chosen: number, shown: number, isFiltered: boolean): string {
  if (chosen > 0) return `Restore ${countWords(chosen, 'selected file')}…`;
  return isFiltered ? `Restore ${countWords(shown, 'shown file')}…` : 'Restore all to the start…';
}

export interface RestoreCounts {
  readonly written: readonly RestoredFile[];
  readonly deleted: readonly RestoredFile[];
  readonly same: readonly RestoredFile[];
  readonly refused: readonly RestoredFile[];
}

/** What a restore does, or did, by kind. */
export function restoreCounts(files: readonly RestoredFile[]): RestoreCounts {
  const by = (action: RestoredFile['action']) => files.filter((file) => file.action === action);
  return { written: by('write'), deleted: by('delete'), same: by('none'), refused: by('refused') };
}

/** What a restore did, in a sentence. */
export function restoredWords(files: readonly RestoredFile[]): string {
  const { written, deleted, refused } = restoreCounts(files);
  const done = [
    written.length > 0 ? `${countWords(written.length, 'file')} written` : '',
    deleted.length > 0 ? `${countWords(deleted.length, 'file')} deleted` : '',
  ].filter((part) => part !== '');
  const sentence = done.length === 0 ? 'Nothing had to be changed.' : `${done.join(', ')}.`;
  const [first] = refused;
  return first === undefined ? sentence : `${sentence} ${countWords(refused.length, 'file')} could not be put back: ${first.why ?? 'no reason was given'}.`;
}
