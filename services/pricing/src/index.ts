import { connectService, EventPublisher } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import type { PricingConfiguration } from './configuration.js';
import { LibraryPrices } from './library/library-prices.js';
import { openOverrides } from './overrides/open-overrides.js';
import { answerPricingCommands } from './pricing-commands.js';
import { PriceBook } from './prices/price-book.js';
import { Pricing } from './pricing.js';

export { pricingConfigurationSchema, type PricingConfiguration } from './configuration.js';

/**
 * Starts pricing: usage in, cost out; says what models cost to who asks.
 * @throws ConfigurationError for a price list that can't be used
 */
export async function startPricing(configuration: PricingConfiguration, logger: Logger): Promise<RunningService> {
  const book = new PriceBook([...(await openOverrides(configuration, logger)), new LibraryPrices()]);
  const broker = await connectService('pricing', configuration, logger);
  const publisher = new EventPublisher(broker);
  const pricing = new Pricing(broker, book, publisher, logger);
  const commands = answerPricingCommands(broker, book);
  // Ready means that the broker knows who answers: a command sent a moment later must not find nobody.
  await broker.connection.flush();
  return {
    name: 'pricing',
    health: () => ({
      ok: broker.status.online,
      details: { broker: broker.status.online, priced: pricing.priced, pending: pricing.pending },
    }),
    stop: async () => {
      // A publish that can't end (no broker) must not keep the process: its usage is not acknowledged and comes again.
      if (!broker.status.online) publisher.close();
      commands.stop();
      book.stop();
      await pricing.stop();
      publisher.close();
      await broker.close();
    },
  };
}
