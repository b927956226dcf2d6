import { join } from 'node:path';
import { brokerVariables } from '@agents-fleet/event-log';
import { absolutePath, fleetVariables } from '@agents-fleet/platform';
import { z } from 'zod';

export const projectorConfigurationSchema = z
  .object({
    ...brokerVariables,
    FLEET_LOG_LEVEL: fleetVariables.logLevel,
    FLEET_COUNT_CACHE_READS: fleetVariables.countCacheReads,
    FLEET_DATA_DIR: fleetVariables.dataDirectory,
    FLEET_DATABASE: absolutePath.optional(),
    FLEET_KEEP_STREAM_HOURS: fleetVariables.keepStreamHours,
    FLEET_KEEP_DAYS: fleetVariables.keepDays,
    FLEET_KEEP_GB: fleetVariables.keepGigabytes,
  })
  .transform((configuration) => ({
    ...configuration,
    FLEET_DATABASE: configuration.FLEET_DATABASE ?? join(configuration.FLEET_DATA_DIR, 'read-models.sqlite'),
  }));
export type ProjectorConfiguration = z.infer<typeof projectorConfigurationSchema>;
