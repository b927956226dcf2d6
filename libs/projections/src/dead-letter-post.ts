import { publishDeadLetter, type EventPublisher } from '@agents-fleet/event-log';
import type { ProjectionDatabase } from './projection-database.js';

/**
 * Passes dead letters on to `FLEET_DEAD`, after the transaction that buried them: a crash in between is made good at
 * the next start, and the broker stores a repeat once.
 */
export class DeadLetterPost {
  readonly #database: ProjectionDatabase;
  readonly #publisher: EventPublisher;
  readonly #streams: ReadonlyMap<string, string>;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> = Promise.resolve();

  /** @param streams stream of each projection, by the projection's name */
  constructor(
    database: ProjectionDatabase,
    publisher: EventPublisher,
    streams: ReadonlyMap<string, string>,
    onError: (error: unknown) => void,
  ) {
    this.#database = database;
    this.#publisher = publisher;
    this.#streams = streams;
    this.#onError = onError;
  }

  /** Sends what is waiting, after any sending that goes on. */
  send(): void {
    this.#running = this.#running.then(() => this.#sendAll()).catch(this.#onError);
  }

  /** Resolves when nothing is being sent. */
  idle(): Promise<void> {
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    for (const letter of await this.#database.unpublishedDeadLetters()) {
      const { projection, streamSeq, subject, body, why } = letter;
      const stream = this.#streams.get(projection) ?? 'unknown';
      await publishDeadLetter(this.#publisher, consumerOf(projection), stream, { seq: streamSeq, subject, data: body }, why);
      await this.#database.markPublished(letter);
    }
  }
}

/** Name of a projection's durable consumer, and of its subject in `FLEET_DEAD`. */
export function consumerOf(projection: string): string {
  return `projector-${projection}`;
}
