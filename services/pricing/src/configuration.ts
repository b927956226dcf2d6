import { z } from 'zod';
import { brokerVariables } from '@agents-fleet/event-log';
import { fleetVariables } from '@agents-fleet/platform';

export const pricingConfigurationSchema = z.object({ ...brokerVariables, FLEET_LOG_LEVEL: fleetVariables.logLevel });
export type PricingConfiguration = z.infer<typeof pricingConfigurationSchema>;
