import type { CostRecorded, ModelRates, UsageRecorded } from '@agents-fleet/contracts';
import { priceUsage } from '@agents-fleet/domain';

/**
 * The cost of one usage. Its id is made of the usage's, so that usage that is priced twice is still one cost.
 * @param rates of the usage's model
 * @param at when it was priced, ISO 8601 UTC
 */
export function costEvent(usage: UsageRecorded, rates: ModelRates, at: string): CostRecorded {
  return {
    id: `cost:${usage.data.usageId}`,
    type: 'cost.recorded',
    v: 2,
    sessionId: usage.sessionId,
    runnerId: usage.runnerId,
    epoch: null,
    n: null,
    at,
    correlationId: usage.correlationId,
    causationId: usage.id,
    data: priceUsage(usage.data, rates),
  };
}
