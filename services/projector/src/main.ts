import { createLogger, readConfiguration, runAsProcess } from '@agents-fleet/platform';
import { projectorConfigurationSchema, startProjector } from './index.js';

await runAsProcess(() => {
  const configuration = readConfiguration(projectorConfigurationSchema);
  return startProjector(configuration, createLogger('projector', configuration.FLEET_LOG_LEVEL));
});
