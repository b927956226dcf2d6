import { connectService, EventPublisher } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import type { PricingConfiguration } from './configuration.js';
import { Pricing } from './pricing.js';

export { pricingConfigurationSchema, type PricingConfiguration } from './configuration.js';

/** Starts pricing: usage in, cost out. */
export async function startPricing(configuration: PricingConfiguration, logger: Logger): Promise<RunningService> {
  const broker = await connectService('pricing', configuration, logger);
  const publisher = new EventPublisher(broker);
  const pricing = new Pricing(broker, publisher, logger);
  return {
    name: 'pricing',
    health: () => ({
      ok: broker.status.online,
      details: { broker: broker.status.online, priced: pricing.priced, pending: pricing.pending },
    }),
    stop: async () => {
      // A publish that can't end (no broker) must not keep the process: its usage is not acknowledged and comes again.
      if (!broker.status.online) publisher.close();
      await pricing.stop();
      publisher.close();
      await broker.close();
    },
  };
}
