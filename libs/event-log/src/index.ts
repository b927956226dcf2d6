export { Broker, connectBroker, type BrokerOptions } from './broker.js';
export { BrokerClosedError, BrokerError, PublishRefusedError, messageOf, withoutCredentials } from './broker-errors.js';
export type { BrokerLogger } from './broker-logger.js';
export { BrokerStatus, type BrokerState } from './broker-status.js';
export { checkStreams, provisionStreams } from './provision.js';
export { DEFAULT_STREAM_LIMITS, streamDefinitions, type StreamLimits } from './streams.js';
export { EventPublisher, MAX_IN_FLIGHT, type Published } from './publisher.js';
export {
  chunkMessage,
  eventMessage,
  publishChunk,
  publishMessage,
  publishStdin,
  stdinMessage,
  type LogMessage,
  type PtyChunk,
  type StdinRecord,
} from './pty-messages.js';
export { consume, StopConsumingError, type ConsumeOptions, type Consumption } from './consume.js';
export { consumeEvents, parseEvent, type ConsumeEventsOptions } from './consume-events.js';
export { deadLetterHeaders, publishDeadLetter } from './dead-letters.js';
export { readSubject, type ReadSubjectOptions, type SubjectReader } from './read-subject.js';
export type { ReceivedMessage } from './received-message.js';
export { request, respond, type ReceivedCommand, type RequestOptions, type Stoppable } from './commands.js';
export { publishCore, subscribeCore, type CoreMessage } from './core-messages.js';
export { brokerVariables, connectService, type BrokerConfiguration } from './connect-service.js';
export { lastSequence, streamState, type StreamState } from './last-sequence.js';
export { batches, type BatchLimits } from './batches.js';
export { purgeSubject } from './purge-subject.js';
export { lastMessage, messageFrom, type StoredMessage } from './stored-message.js';
