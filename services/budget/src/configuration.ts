import { z } from 'zod';
import { brokerVariables } from '@agents-fleet/event-log';
import { fleetVariables } from '@agents-fleet/platform';

export const budgetConfigurationSchema = z.object({
  ...brokerVariables,
  FLEET_LOG_LEVEL: fleetVariables.logLevel,
  FLEET_COUNT_CACHE_READS: fleetVariables.countCacheReads,
});
export type BudgetConfiguration = z.infer<typeof budgetConfigurationSchema>;
