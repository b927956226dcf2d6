import { createLogger, readConfiguration, runAsProcess } from '@agents-fleet/platform';
import { ptyHostConfigurationSchema } from '../configuration.js';
import { startPtyHost } from './start-pty-host.js';

await runAsProcess(() => {
  const configuration = readConfiguration(ptyHostConfigurationSchema);
  return startPtyHost(configuration, createLogger('pty-host', configuration.FLEET_LOG_LEVEL));
});
