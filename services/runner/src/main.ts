import { createLogger, readConfiguration, runAsProcess } from '@agents-fleet/platform';
import { runnerConfigurationSchema } from './configuration.js';
import { startRunner } from './runner/start-runner.js';

await runAsProcess(() => {
  const configuration = readConfiguration(runnerConfigurationSchema);
  return startRunner(configuration, createLogger('runner', configuration.FLEET_LOG_LEVEL));
});
