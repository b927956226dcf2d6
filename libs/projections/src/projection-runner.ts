import type { ReceivedMessage } from '@agents-fleet/event-log';
import type { CheckpointRow } from '@agents-fleet/read-models';
import type { AppliedBatch, Projection } from './projection.js';
import type { ProjectionDatabase } from './projection-database.js';
import { isDatabaseTrouble } from './sqlite-errors.js';
import { SecondWriterError } from './writer-lock.js';

/** What a runner says after a commit. */
export interface Committed {
  sessionIds: Iterable<string>;
  deadLetters: number;
}

/**
 * Applies batches of one projection: rows, dead letters and checkpoint in one transaction. What lies at or before the
 * checkpoint has been applied and is skipped, so a redelivery changes nothing.
 */
export class ProjectionRunner {
  readonly projection: Projection;
  readonly #database: ProjectionDatabase;
  readonly #onCommitted: (committed: Committed) => void;
  #checkpoint: CheckpointRow;

  constructor(
    projection: Projection,
    database: ProjectionDatabase,
    checkpoint: CheckpointRow,
    onCommitted: (committed: Committed) => void,
  ) {
    this.projection = projection;
    this.#database = database;
    this.#checkpoint = checkpoint;
    this.#onCommitted = onCommitted;
  }

  /** The newest seq that is applied. */
  get position(): number {
    return this.#checkpoint.position;
  }

  get checkpoint(): Readonly<CheckpointRow> {
    return this.#checkpoint;
  }

  /**
   * Applies what is new in a batch.
   * @throws SecondWriterError when somebody else writes; other errors are the database's, and the batch may be tried again
   */
  async handle(messages: readonly ReceivedMessage[]): Promise<void> {
    const news = messages.filter((message) => message.seq > this.position);
    const last = news.at(-1);
    if (last === undefined) return;
    try {
      await this.#apply(news, last.seq);
    } catch (error) {
      if (error instanceof SecondWriterError || isDatabaseTrouble(error)) throw error;
      // Some message in it is to blame: one by one, so that it stands alone and the others are applied.
      for (const message of news) await this.#applyAlone(message);
    }
  }

  async #applyAlone(message: ReceivedMessage): Promise<void> {
    try {
      await this.#apply([message], message.seq);
    } catch (error) {
      if (error instanceof SecondWriterError || isDatabaseTrouble(error)) throw error;
      const why = `can't be applied: ${error instanceof Error ? error.message : String(error)}`;
      await this.#commit(message.seq, () => Promise.resolve({ sessionIds: [], poison: [{ message, why }] }));
    }
  }

  #apply(messages: readonly ReceivedMessage[], position: number): Promise<void> {
    return this.#commit(position, (write) => this.projection.apply(messages, write));
  }

  async #commit(position: number, work: (write: Parameters<Projection['apply']>[1]) => Promise<AppliedBatch>): Promise<void> {
    const applied = await this.#database.transaction(async (transaction) => {
      await transaction.advance(this.#checkpoint, position);
      const result = await work(transaction.write);
      await transaction.bury(this.projection.name, result.poison);
      return result;
    });
    this.#checkpoint = { ...this.#checkpoint, position };
    this.#onCommitted({ sessionIds: applied.sessionIds, deadLetters: applied.poison.length });
  }
}
