import { connectService, EventPublisher } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import { BudgetBook } from './budget-book.js';
import { BudgetKeeper } from './budget-keeper.js';
import { BudgetService } from './budget-service.js';
import type { BudgetConfiguration } from './configuration.js';

export { budgetConfigurationSchema, type BudgetConfiguration } from './configuration.js';

/** Starts the budget service: costs in, limits out. Healthy once it has read the log. */
export async function startBudget(configuration: BudgetConfiguration, logger: Logger): Promise<RunningService> {
  const broker = await connectService('budget', configuration, logger);
  const publisher = new EventPublisher(broker);
  const book = new BudgetBook({ countCacheReads: configuration.FLEET_COUNT_CACHE_READS });
  const keeper = new BudgetKeeper(book, publisher, logger);
  const service = await BudgetService.start(broker, publisher, keeper, logger);
  // Ready means that the broker knows who answers: a command sent a moment later must not find nobody.
  await broker.connection.flush();
  return {
    name: 'budget',
    health: () => ({
      ok: broker.status.online && keeper.caughtUp,
      details: {
        broker: broker.status.online,
        caughtUp: keeper.caughtUp,
        sessions: book.size,
        published: keeper.published,
        pending: service.pending,
      },
    }),
    stop: async () => {
      // A publish that can't end (no broker) must not keep the process: what is due is found again at the next start.
      if (!broker.status.online) publisher.close();
      await service.stop();
      publisher.close();
      await broker.close();
    },
  };
}
