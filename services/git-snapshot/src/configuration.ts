import { z } from 'zod';
import { brokerVariables } from '@agents-fleet/event-log';
import { fleetVariables, onOff } from '@agents-fleet/platform';

export const gitSnapshotConfigurationSchema = z.object({
  ...brokerVariables,
  FLEET_LOG_LEVEL: fleetVariables.logLevel,
  FLEET_REPO_ROOTS: fleetVariables.repoRoots,
  /** Whether a session's end is captured, too. */
  AGENTS_FLEET_CAPTURE_GIT_ON_END: onOff.default(true),
});
export type GitSnapshotConfiguration = z.infer<typeof gitSnapshotConfigurationSchema>;
