import type { Findings } from '../captured-event.js';
import type { Scan } from '../capture/scan.js';
import type { KeptWorkTree } from '../capture/work-tree.js';
import { placesOf, readPathFacts } from '../diff/change-places.js';
import { compareTrees } from '../diff/compare.js';
import { sessionCommits } from '../diff/session-commits.js';
import type { Baseline } from './baseline.js';
import { NO_CHANGES, type SnapshotChangesFile, type SnapshotDraft } from './snapshot-files.js';

/** What is different from the start of the session. */
export interface Difference {
  figures: Pick<Findings, 'files' | 'additions' | 'deletions' | 'commits' | 'patchBytes'>;
  changes: SnapshotChangesFile;
  /** What was left out, in sentences. */
  leftOut: string[];
}

export const NO_DIFFERENCE: Difference = { figures: { files: 0, additions: 0, deletions: 0, commits: 0, patchBytes: 0 }, changes: NO_CHANGES, leftOut: [] };

/**
 * Finds what is different between the start of the session and a kept work tree, and writes the patch.
 * @param head the present commit
 */
export async function differenceTo(scan: Scan, baseline: Baseline, head: string | null, tree: KeptWorkTree, draft: SnapshotDraft): Promise<Difference> {
  const { git, store, limits, work } = scan;
  const { signal } = scan.deadline;
  const shortcoming = baseline.shortcoming === null ? [] : [baseline.shortcoming];
  if (baseline.workTree === null) return { ...NO_DIFFERENCE, leftOut: shortcoming };
  const { commits, leftOut } = await sessionCommits(git, store, baseline.head, head, signal);
  const compared = await compareTrees(git, store, [baseline.workTree.tree, tree.tree], {
    limits, work, signal,
    patch: draft.patch,
    placesOf: async (found) => {
      const facts = await readPathFacts(scan, tree.hasUserIndex, baseline.head, head, found);
      return (change) => placesOf(change, facts);
    },
  });
  return {
    figures: {
      files: compared.fileCount, additions: compared.additions, deletions: compared.deletions, commits: commits.length, patchBytes: compared.patchBytes,
    },
    changes: { commits, files: compared.files },
    leftOut: [...shortcoming, ...(leftOut === null ? [] : [leftOut]), ...compared.leftOut],
  };
}
