import { readEvent, STREAMS, UnreadableEventError, type FleetEvent } from '@agents-fleet/contracts';
import type { Broker } from './broker.js';
import { consume, type Consumption } from './consume.js';
import { publishDeadLetter } from './dead-letters.js';
import type { EventPublisher } from './publisher.js';
import type { ReceivedMessage } from './received-message.js';

export interface ConsumeEventsOptions {
  /** `subjects.allEventsOf(group)` or `subjects.allEvents`. */
  subject: string;
  durable: string;
  startAt?: 'first' | 'new' | undefined;
  /** Takes what can't be read to `FLEET_DEAD`. */
  publisher: EventPublisher;
  /** Handles one event after the other. Throwing means "try again later". */
  handle(event: FleetEvent, message: ReceivedMessage): Promise<void> | void;
}

/** Consumes events of `FLEET_LOG`. One that can't be read becomes a dead letter, and the rest goes on. */
export function consumeEvents(broker: Broker, options: ConsumeEventsOptions): Consumption {
  return consume(broker, {
    stream: STREAMS.log,
    subject: options.subject,
    durable: options.durable,
    startAt: options.startAt,
    handle: async (messages) => {
      for (const message of messages) {
        const event = parseEvent(message.data);
        if (event instanceof UnreadableEventError) {
          broker.logger.error({ durable: options.durable, seq: message.seq, why: event.message }, 'event is unreadable');
          await publishDeadLetter(options.publisher, options.durable, STREAMS.log, message, event.message);
        } else {
          await options.handle(event, message);
        }
      }
    },
  });
}

/** Reads the body of a message of `FLEET_LOG`: the event, or why there is none. */
export function parseEvent(body: Uint8Array): FleetEvent | UnreadableEventError {
  try {
    return readEvent(JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')));
  } catch (error) {
    if (error instanceof UnreadableEventError) return error;
    if (error instanceof SyntaxError) return new UnreadableEventError('not JSON');
    throw error;
  }
}
