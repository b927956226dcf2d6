import type { Broker } from './broker.js';
import { messageOf } from './broker-errors.js';
import { encode, type ReceivedCommand, type Stoppable } from './commands.js';

/** A core NATS message: not stored, heard by whoever listens now. */
export type CoreMessage = ReceivedCommand;

/**
 * Says something to whoever listens now. Dropped while the broker is away: the client would keep it in memory
 * without a bound.
 */
export function publishCore(broker: Broker, subject: string, body: unknown): void {
  if (broker.status.online && !broker.connection.isClosed()) broker.connection.publish(subject, encode(body));
}

/** Listens to core messages. A listener that throws is logged and goes on listening. */
export function subscribeCore(broker: Broker, subject: string, listener: (message: CoreMessage) => void): Stoppable {
  const subscription = broker.connection.subscribe(subject, {
    callback: (error, message) => {
      if (error !== null) {
        broker.logger.error({ subject, error: error.message }, 'messages are not received');
        return;
      }
      try {
        listener({
          subject: message.subject,
          data: message.data,
          header: (name) => message.headers?.get(name) || null,
          json: () => message.json(),
        });
      } catch (thrown) {
        broker.logger.error({ subject: message.subject, error: messageOf(thrown) }, 'message could not be handled');
      }
    },
  });
  return { stop: () => subscription.unsubscribe() };
}
