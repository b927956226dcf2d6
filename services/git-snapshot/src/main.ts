import { createLogger, readConfiguration, runAsProcess } from '@agents-fleet/platform';
import { gitSnapshotConfigurationSchema, startGitSnapshot } from './index.js';

await runAsProcess(() => {
  const configuration = readConfiguration(gitSnapshotConfigurationSchema);
  return startGitSnapshot(configuration, createLogger('git-snapshot', configuration.FLEET_LOG_LEVEL));
});
