import { z } from 'zod';
import { brokerVariables } from '@agents-fleet/event-log';
import { absolutePath, commaSeparated, fleetVariables } from '@agents-fleet/platform';

/** What the gateway reads from its environment. */
export const gatewayConfigurationSchema = z.object({
  ...brokerVariables,
  FLEET_DATA_DIR: fleetVariables.dataDirectory,
  FLEET_HTTP_HOST: fleetVariables.httpHost,
  FLEET_HTTP_PORT: fleetVariables.httpPort,
  FLEET_ALLOWED_HOSTS: commaSeparated.default([]),
  FLEET_ALLOWED_ORIGINS: commaSeparated.default([]),
  /** Default: `read-models.sqlite` in the data directory. */
  FLEET_DATABASE: absolutePath.optional(),
  /** Default: `access-token` in the data directory. */
  FLEET_ACCESS_TOKEN_FILE: absolutePath.optional(),
  /** The built console. Without it the gateway serves the API alone. */
  FLEET_CONSOLE_DIR: absolutePath.optional(),
  /** Where git-snapshot keeps its snapshots. Default: `snapshots` in the data directory. */
  FLEET_SNAPSHOT_DIR: absolutePath.optional(),
  FLEET_COUNT_CACHE_READS: fleetVariables.countCacheReads,
  /** Enforced where the sessions run; here only to be shown. */
  FLEET_IDLE_TIMEOUT_MINUTES: fleetVariables.idleTimeoutMinutes,
  FLEET_LOG_LEVEL: fleetVariables.logLevel,
});
export type GatewayConfiguration = z.output<typeof gatewayConfigurationSchema>;
