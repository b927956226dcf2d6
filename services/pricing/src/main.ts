import { createLogger, readConfiguration, runAsProcess } from '@agents-fleet/platform';
import { pricingConfigurationSchema, startPricing } from './index.js';

await runAsProcess(() => {
  const configuration = readConfiguration(pricingConfigurationSchema);
  return startPricing(configuration, createLogger('pricing', configuration.FLEET_LOG_LEVEL));
});
