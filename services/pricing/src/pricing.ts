import { STREAMS, UnreadableEventError, subjects } from '@agents-fleet/contracts';
import { consume, parseEvent, publishDeadLetter, type Broker, type Consumption, type EventPublisher, type ReceivedMessage } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import { costEvent } from './cost-event.js';
import type { PriceBook } from './prices/price-book.js';

/** Name of the durable consumer, and of the dead letters' subject. */
export const PRICING_DURABLE = 'pricing';

/** Turns every usage event into a cost event, at the price of its time. A usage is acknowledged once its cost is stored, so none is skipped. */
export class Pricing {
  readonly #book: PriceBook;
  readonly #publisher: EventPublisher;
  readonly #logger: Logger;
  readonly #consumption: Consumption;
  #priced = 0;

  constructor(broker: Broker, book: PriceBook, publisher: EventPublisher, logger: Logger) {
    this.#book = book;
    this.#publisher = publisher;
    this.#logger = logger;
    this.#consumption = consume(broker, {
      stream: STREAMS.log,
      subject: subjects.allEventsOf('usage'),
      durable: PRICING_DURABLE,
      // All of a batch is on its way at once: after an outage thousands wait, and each publish is a round trip.
      handle: async (messages) => {
        await book.refresh();
        await Promise.all(messages.map((message) => this.#price(message)));
      },
    });
  }

  /** Costs that were stored since the start. */
  get priced(): number {
    return this.#priced;
  }

  /** Usage events that wait. */
  get pending(): number {
    return this.#consumption.pending;
  }

  stop(): Promise<void> {
    return this.#consumption.stop();
  }

  async #price(message: ReceivedMessage): Promise<void> {
    const event = parseEvent(message.data);
    if (event instanceof UnreadableEventError || event.type !== 'usage.recorded') {
      const why = event instanceof UnreadableEventError ? event.message : `${event.type} is no usage`;
      this.#logger.error({ seq: message.seq, why }, 'a usage event is unreadable; it has no cost');
      await publishDeadLetter(this.#publisher, PRICING_DURABLE, STREAMS.log, message, why);
      return;
    }
    const rates = this.#book.ratesOf(event.data.model, new Date(event.at));
    await this.#publisher.publish(costEvent(event, rates, new Date().toISOString()));
    this.#priced += 1;
  }
}
