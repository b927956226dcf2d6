import { createLogger, readConfiguration, runAsProcess } from '@agents-fleet/platform';
import { gatewayConfigurationSchema, startGateway } from './index.js';

await runAsProcess(() => {
  const configuration = readConfiguration(gatewayConfigurationSchema);
  return startGateway(configuration, createLogger('gateway', configuration.FLEET_LOG_LEVEL));
});
