import { join } from 'node:path';
import { z } from 'zod';
import { brokerVariables } from '@agents-fleet/event-log';
import { absolutePath, fleetVariables, onOff } from '@agents-fleet/platform';

/** A whole number with a unit that the message can name. */
const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be ${least} to ${most}`);

export const gitSnapshotConfigurationSchema = z
  .object({
    ...brokerVariables,
    FLEET_LOG_LEVEL: fleetVariables.logLevel,
    FLEET_REPO_ROOTS: fleetVariables.repoRoots,
    FLEET_DATA_DIR: fleetVariables.dataDirectory,
    /** Where snapshots lie; `snapshots` in the data directory unless it is set. */
    FLEET_SNAPSHOT_DIR: absolutePath.optional(),
    /** Most changed files in a snapshot's list, and most files that git doesn't track in a kept tree. */
    FLEET_SNAPSHOT_MAX_FILES: count(1, 1_000_000).default(20_000),
    /** Most bytes of a snapshot's patch, and of one file that is kept. */
    FLEET_SNAPSHOT_MAX_BYTES: count(1_000, 2_000_000_000).default(100_000_000),
    /** Seconds after which a snapshot reads no more files. */
    FLEET_SNAPSHOT_MAX_SECONDS: count(1, 3_600).default(60),
    /** Whether a session's end is captured, too. */
    AGENTS_FLEET_CAPTURE_GIT_ON_END: onOff.default(true),
  })
  .transform((configuration) => ({
    ...configuration,
    FLEET_SNAPSHOT_DIR: configuration.FLEET_SNAPSHOT_DIR ?? join(configuration.FLEET_DATA_DIR, 'snapshots'),
  }));
export type GitSnapshotConfiguration = z.infer<typeof gitSnapshotConfigurationSchema>;
