import { gitCapturedSchema } from '@agents-fleet/contracts';
import { z } from 'zod';

/**
 * What is remembered of a snapshot beside what the gateway reads: `snapshot.json` in its directory. Paths of the
 * repository's files are strings of bytes (`latin1`).
 */
export const snapshotRecordSchema = z.object({
  /** As it was published. */
  event: gitCapturedSchema,
  /** What the session was started for. */
  repoPath: z.string(),
  /** Where the tree is; `null` when none was kept. */
  kept: z
    .object({
      /** Real path of the work tree's top. */
      root: z.string(),
      /** Name of the store's directory. */
      store: z.string(),
      idLength: z.number().int(),
      tree: z.string().regex(/^[0-9a-f]+$/),
      /** The tree that it was compared with; `null` when there was none. */
      comparedWith: z.string().regex(/^[0-9a-f]+$/).nullable(),
      /** When reading began, in milliseconds since the epoch. */
      begun: z.number(),
      /** Files that were there and are not in the tree. */
      leftOut: z.array(z.string()),
      /** Whether there are more than those. */
      hasOthers: z.boolean(),
      sparse: z.array(z.string()),
      exclude: z.string(),
    })
    .nullable(),
});
export type SnapshotRecord = z.infer<typeof snapshotRecordSchema>;
export type KeptTree = NonNullable<SnapshotRecord['kept']>;
