/**
 * Process entry that prints the launcher's own settings, validated, as JSON. A process of its own because the validation
 * library would stay in the launcher's memory (13 MB) for as long as the fleet runs.
 */
import { z } from 'zod';
import { ConfigurationError, fleetVariables, readConfiguration } from '@agents-fleet/platform';
import type { LauncherSettings } from './launcher-settings.js';

const schema = z.object({
  FLEET_DATA_DIR: fleetVariables.dataDirectory,
  FLEET_HTTP_HOST: fleetVariables.httpHost,
  FLEET_HTTP_PORT: fleetVariables.httpPort,
  FLEET_NATS_URL: fleetVariables.natsUrl.removeDefault().optional(),
});

try {
  const configuration = readConfiguration(schema);
  const settings: LauncherSettings = {
    dataDirectory: configuration.FLEET_DATA_DIR,
    httpHost: configuration.FLEET_HTTP_HOST,
    httpPort: configuration.FLEET_HTTP_PORT,
    natsUrl: configuration.FLEET_NATS_URL ?? null,
  };
  process.stdout.write(JSON.stringify(settings));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 78;
}
