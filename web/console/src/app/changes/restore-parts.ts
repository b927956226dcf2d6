import { MAX_RESTORED_FILES, MAX_RESTORED_PATH_BYTES, type RestoredFile, type RestoreResult } from '@agents-fleet/contracts';

const encoder = new TextEncoder();

/** Paths in parts, each of which the gateway takes at once. */
export function restoreParts(paths: readonly string[]): string[][] {
  const parts: string[][] = [];
  let [part, bytes]: [string[], number] = [[], 0];
  for (const path of paths) {
    const size = encoder.encode(path).length;
    if (part.length > 0 && (part.length === MAX_RESTORED_FILES || bytes + size > MAX_RESTORED_PATH_BYTES)) {
      parts.push(part);
      [part, bytes] = [[], 0];
    }
    part.push(path);
    bytes += size;
  }
  return part.length > 0 ? [...parts, part] : parts;
}

/**
 * The order in which paths are put back: what will be deleted first. A file that became a directory can only be written
 * once nothing is in that, and the two may be in different parts.
 */
export function restoreOrder(paths: readonly string[], preview: readonly RestoredFile[]): string[] {
  const deleted = new Set(preview.filter(({ action }) => action === 'delete').map(({ path }) => path));
  return [...paths.filter((path) => deleted.has(path)), ...paths.filter((path) => !deleted.has(path))];
}

/** The snapshot of the state before a restore, which its first part to change anything has taken: those after it name it. */
export function restorePoint(results: readonly RestoreResult[]): string | null {
  return results.find(({ keptAs }) => keptAs !== null)?.keptAs ?? null;
}

/** What is undone by restoring paths from the snapshot that was taken before they were changed. */
export interface UndoStep {
  readonly keptAs: string;
  readonly paths: readonly string[];
}

/** The steps that undo a restore: its last part first, and of each only what was changed. */
export function undoSteps(results: readonly RestoreResult[]): UndoStep[] {
  const steps = results.flatMap(({ keptAs, files }) => (keptAs === null ? [] : [{ keptAs, paths: changedPaths(files) }]));
  return steps.filter(({ paths }) => paths.length > 0).toReversed();
}

/** The files of a restore that were written or deleted. */
export function changedPaths(files: readonly RestoredFile[]): string[] {
  return files.filter(({ action }) => action === 'write' || action === 'delete').map(({ path }) => path);
}
