import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandError, CommandReply, FleetEvent, SetBudgetCommand, SetBudgetReply } from '@agents-fleet/contracts';
import { applyBudgetChange } from '@agents-fleet/domain';
import type { EventPublisher } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import type { BudgetBook } from './budget-book.js';
import { changeEvent, limitEvent } from './limit-events.js';
import { SerialQueue } from './serial-queue.js';

/** Where the keeper's events go, resolved once they are stored. */
export type LimitPublisher = Pick<EventPublisher, 'publish'>;

/**
 * A session's start may reach its runner's caller before it reaches us: a change that names an unknown session waits
 * so long, in milliseconds, before it is refused.
 */
const UNKNOWN_SESSION_PATIENCE_MS = 500;
const LOOK_AGAIN_MS = 20;

/**
 * Keeps every session's budget: takes in the log, publishes what is due, and changes budgets on command. Until it has
 * caught up with the log it publishes nothing, because what looks due may have been published in a part not read yet.
 */
export class BudgetKeeper {
  readonly #book: BudgetBook;
  readonly #publisher: LimitPublisher;
  readonly #logger: Logger;
  readonly #queue = new SerialQueue();
  #caughtUp = false;
  #published = 0;

  constructor(book: BudgetBook, publisher: LimitPublisher, logger: Logger) {
    this.#book = book;
    this.#publisher = publisher;
    this.#logger = logger;
  }

  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  /** Limits published since the start. */
  get published(): number {
    return this.#published;
  }

  /** Takes in one event of the log. Resolves once every limit that it made due is stored. */
  take(event: FleetEvent): Promise<void> {
    return this.#queue.run(async () => {
      if (!this.#book.apply(event) && event.type === 'cost.recorded') {
        this.#logger.warn({ sessionId: event.sessionId, eventId: event.id }, 'a cost came long after its session ended; its budget is closed');
      }
      if (this.#caughtUp) await this.#publishDue(event.sessionId);
    });
  }

  /** The log has been read to its end: from now on what is due is published, first what a crash left unpublished. */
  catchUp(): Promise<void> {
    return this.#queue.run(async () => {
      this.#caughtUp = true;
      for (const sessionId of this.#book.sessionsWithDueLimits()) await this.#publishDue(sessionId);
    });
  }

  /** Changes a budget and decides anew. The reply is the budget in force. */
  async change(command: SetBudgetCommand): Promise<CommandReply<SetBudgetReply>> {
    const deadline = Date.now() + UNKNOWN_SESSION_PATIENCE_MS;
    while (this.#caughtUp && !this.#isKnown(command.sessionId) && Date.now() < deadline) await sleep(LOOK_AGAIN_MS);
    return this.#changeNow(command);
  }

  #isKnown(sessionId: string): boolean {
    const state = this.#book.find(sessionId);
    return state === 'closed' || (state !== undefined && state.budget !== null);
  }

  #changeNow(command: SetBudgetCommand): Promise<CommandReply<SetBudgetReply>> {
    return this.#queue.run(async () => {
      if (!this.#caughtUp) return refused('unavailable', 'the budget service is still reading the log; try again');
      const state = this.#book.find(command.sessionId);
      if (state === 'closed' || (state !== undefined && state.ended)) return refused('session_ended', 'the session has ended');
      if (state === undefined || state.budget === null) return refused('session_not_found', 'there is no such session');
      const budget = applyBudgetChange(state.budget, command);
      if (budget === state.budget) return { ok: true, data: budget };
      const event = changeEvent(command, state, budget, new Date().toISOString());
      const { duplicate } = await this.#publisher.publish(event);
      // The log already has a change to this version: ours, whose acknowledgement was lost, or one that a killed
      // predecessor had sent. The log says which, in a moment.
      if (duplicate) return refused('unavailable', 'the budget was changed at the same time; look and try again');
      this.#book.apply(event);
      await this.#publishDue(command.sessionId);
      return { ok: true, data: budget };
    });
  }

  async #publishDue(sessionId: string): Promise<void> {
    const state = this.#book.find(sessionId);
    if (state === undefined || state === 'closed') return;
    for (const due of this.#book.due(sessionId)) {
      const event = limitEvent(sessionId, state, due, new Date().toISOString());
      await this.#publisher.publish(event);
      // Taken in now, not when it comes back through the log: the next cost must not make it due again.
      this.#book.apply(event);
      this.#published += 1;
      this.#logger.info({ sessionId, limit: due.threshold, version: due.budget.version, dimension: due.dimension }, 'budget limit crossed');
    }
  }
}

function refused(code: CommandError['code'], message: string): { ok: false; error: CommandError } {
  return { ok: false, error: { code, message, field: code === 'session_not_found' ? 'sessionId' : null } };
}
