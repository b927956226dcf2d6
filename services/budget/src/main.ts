import { createLogger, readConfiguration, runAsProcess } from '@agents-fleet/platform';
import { budgetConfigurationSchema, startBudget } from './index.js';

await runAsProcess(() => {
  const configuration = readConfiguration(budgetConfigurationSchema);
  return startBudget(configuration, createLogger('budget', configuration.FLEET_LOG_LEVEL));
});
