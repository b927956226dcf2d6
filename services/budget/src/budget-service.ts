import { setBudgetCommandSchema, STREAMS, subjects, UnreadableEventError, type CommandReply, type SetBudgetReply } from '@agents-fleet/contracts';
import {
  consume,
  lastSequence,
  parseEvent,
  publishDeadLetter,
  respond,
  type Broker,
  type Consumption,
  type EventPublisher,
  type ReceivedCommand,
  type ReceivedMessage,
  type Stoppable,
} from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import type { BudgetKeeper } from './budget-keeper.js';

/** Name of the durable consumer, and of the dead letters' subject. */
export const BUDGET_DURABLE = 'budget';

/**
 * Connects a keeper to the broker. Its state is the log, read from the beginning at every start (decision 1); the
 * same consumer then goes on with what is new. Commands are answered once the log has been read.
 */
export class BudgetService {
  readonly #keeper: BudgetKeeper;
  readonly #publisher: EventPublisher;
  readonly #logger: Logger;
  readonly #consumption: Consumption;
  readonly #commands: Stoppable;
  readonly #endAtStart: number;
  #position = 0;

  /** @param endAtStart the log's newest seq when the service started: reading up to there is catching up */
  private constructor(broker: Broker, publisher: EventPublisher, keeper: BudgetKeeper, logger: Logger, endAtStart: number) {
    this.#keeper = keeper;
    this.#publisher = publisher;
    this.#logger = logger;
    this.#endAtStart = endAtStart;
    this.#commands = respond(broker, subjects.budgetCommand('set'), (command) => this.#set(command));
    this.#consumption = consume(broker, {
      stream: STREAMS.log,
      subject: subjects.allEvents,
      durable: BUDGET_DURABLE,
      position: () => this.#position,
      handle: (messages) => this.#handle(messages),
    });
  }

  static async start(broker: Broker, publisher: EventPublisher, keeper: BudgetKeeper, logger: Logger): Promise<BudgetService> {
    const endAtStart = await lastSequence(broker, STREAMS.log);
    const service = new BudgetService(broker, publisher, keeper, logger, endAtStart);
    if (endAtStart === 0) await keeper.catchUp();
    return service;
  }

  /** Events that wait. */
  get pending(): number {
    return this.#consumption.pending;
  }

  async stop(): Promise<void> {
    this.#commands.stop();
    await this.#consumption.stop();
  }

  async #handle(messages: ReceivedMessage[]): Promise<void> {
    for (const message of messages) {
      // A batch that failed in its middle comes again from its start.
      if (message.seq <= this.#position) continue;
      const event = parseEvent(message.data);
      if (event instanceof UnreadableEventError) {
        this.#logger.error({ seq: message.seq, why: event.message }, 'an event is unreadable; budgets do not know it');
        await publishDeadLetter(this.#publisher, BUDGET_DURABLE, STREAMS.log, message, event.message);
      } else {
        await this.#keeper.take(event);
      }
      this.#position = message.seq;
      if (!this.#keeper.caughtUp && message.seq >= this.#endAtStart) await this.#keeper.catchUp();
    }
  }

  async #set(command: ReceivedCommand): Promise<CommandReply<SetBudgetReply>> {
    const parsed = setBudgetCommandSchema.safeParse(jsonOf(command));
    if (parsed.success) return this.#keeper.change(parsed.data);
    const issue = parsed.error.issues[0];
    return { ok: false, error: { code: 'invalid_input', message: issue?.message ?? 'is invalid', field: issue?.path.join('.') ?? null } };
  }
}

/** The command's body, or `null` when it is not JSON: the schema then says what is missing. */
function jsonOf(command: ReceivedCommand): unknown {
  try {
    return command.json();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
