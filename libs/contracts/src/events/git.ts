import * as z from 'zod';
import { eventSchema } from '../envelope.js';

/** When a snapshot was taken: at the start, at the end, when a person asked, or before files were put back. */
export const snapshotPhaseSchema = z.enum(['start', 'end', 'asked', 'before_restore']);
export type SnapshotPhase = z.infer<typeof snapshotPhaseSchema>;

/**
 * What a snapshot found. `head` is the commit's id, `branch` is `null` when HEAD is detached. `detail` explains every
 * state but `ok`. `snapshotId` names it within the session. Figures are of the difference to the session's start: 0 at
 * the start itself and in every state but `ok` and `no_commit` (files may change before the first commit). `tree` is the id of the kept work tree (with files that were not
 * committed), `null` when none could be kept. `truncated` says what was left out, in words, `null` when nothing was.
 */
export const gitSnapshotSummarySchema = z.object({
  snapshotId: z.string().min(1),
  phase: snapshotPhaseSchema,
  state: z.enum(['ok', 'no_commit', 'not_a_repository', 'bare', 'missing', 'unreadable']),
  head: z.string().nullable(),
  branch: z.string().nullable(),
  detail: z.string().nullable(),
  tree: z.string().nullable(),
  files: z.number().int().min(0),
  additions: z.number().int().min(0),
  deletions: z.number().int().min(0),
  commits: z.number().int().min(0),
  patchBytes: z.number().int().min(0),
  truncated: z.string().nullable(),
});
export type GitSnapshotSummary = z.infer<typeof gitSnapshotSummarySchema>;

/**
 * A snapshot of a session's repository. Id: `git:<sessionId>:<snapshotId>`. What changed lies in the snapshot's
 * directory, written before this event.
 */
export const gitCapturedSchema = eventSchema('git.captured', 2, gitSnapshotSummarySchema);
export type GitCaptured = z.infer<typeof gitCapturedSchema>;
