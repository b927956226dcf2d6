import { DeliverPolicy } from '@nats-io/jetstream';
import type { Broker } from './broker.js';
import { receivedMessage, type ReceivedMessage } from './received-message.js';

export interface ReadSubjectOptions {
  stream: string;
  /** One filter subject. */
  subject: string;
  /** First seq to read, from 1. */
  fromSeq: number;
  /**
   * Most messages that wait here for the reader. Not a number of bytes: the client then waits for up to five seconds when the
   * broker has ended a request because the next message is too large for it, and nothing else is there.
   */
  maxMessages?: number;
}

/** Messages of one subject in order, first those that are stored, then new ones as they come. */
export interface SubjectReader extends AsyncIterable<ReceivedMessage> {
  /** Messages that were stored when the reading began. */
  readonly pendingAtStart: number;
  /** Ends the iteration and forgets the consumer. */
  stop(): void;
}

/** An idle pull is renewed after this many milliseconds. */
const PULL_EXPIRES_MS = 5_000;

/**
 * Reads a subject without leaving a trace in the broker: an ordered consumer, which the client makes anew where it
 * stopped when a message was lost or the broker restarted.
 */
export async function readSubject(broker: Broker, options: ReadSubjectOptions): Promise<SubjectReader> {
  const consumer = await broker.jetstream.consumers.get(options.stream, {
    filter_subjects: options.subject,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: options.fromSeq,
  });
  const { num_pending } = await consumer.info(true);
  const messages = await consumer.consume({
    max_messages: options.maxMessages ?? 256,
    expires: PULL_EXPIRES_MS,
  });
  return {
    pendingAtStart: num_pending,
    stop: () => {
      void messages.close();
      // The broker forgets it by itself after five minutes; deleting it now only spares its memory.
      if (broker.status.online) void consumer.delete().catch((error: unknown) => logUnlessGone(broker, error));
    },
    async *[Symbol.asyncIterator]() {
      for await (const message of messages) yield receivedMessage(message);
    },
  };
}

function logUnlessGone(broker: Broker, error: unknown): void {
  if (broker.connection.isClosed() || broker.connection.isDraining()) return;
  broker.logger.warn({ error: String(error) }, 'an ordered consumer could not be deleted');
}
