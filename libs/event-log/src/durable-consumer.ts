import { AckPolicy, DeliverPolicy, JetStreamApiCodes, JetStreamApiError, type ConsumerInfo } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Broker } from './broker.js';

/** Which durable consumer, of which messages. One filter subject: nats-server 2.9 knows no more. */
export interface DurableOptions {
  stream: string;
  /** The one filter subject. */
  subject: string;
  /** Name of the consumer: letters, digits and dashes. */
  durable: string;
  /** Messages that may be out for handling at once. */
  maxAckPending: number;
  /** Where a consumer that does not exist yet begins. */
  startAt: 'first' | 'new';
}

/** A message that is not acknowledged this long, in milliseconds, is delivered again: a crash must have eaten it. */
export const ACK_WAIT_MS = 10_000;

/** Makes the consumer if it is missing, or brings its settings up to date. Its position stays. */
export async function ensureDurable(broker: Broker, options: DurableOptions): Promise<ConsumerInfo> {
  const { consumers } = await broker.manager();
  const existing = await consumers.info(options.stream, options.durable).catch(ifConsumerMissing);
  if (existing === null) {
    const deliver_policy = options.startAt === 'new' ? DeliverPolicy.New : DeliverPolicy.All;
    return consumers.add(options.stream, { ...settings(options), ack_policy: AckPolicy.Explicit, deliver_policy });
  }
  if (existing.config.max_ack_pending === options.maxAckPending) return existing;
  return consumers.update(options.stream, options.durable, { max_ack_pending: options.maxAckPending });
}

/**
 * As `ensureDurable`, for a process that has just started: what a killed predecessor had in hand comes at once, not
 * after `ACK_WAIT_MS`. A consumer that begins with what is new stays as it is: it could miss messages while it is made
 * anew.
 */
export async function takeOverDurable(broker: Broker, options: DurableOptions): Promise<ConsumerInfo> {
  const info = await ensureDurable(broker, options);
  if (info.num_ack_pending === 0 || options.startAt === 'new') return info;
  return ensureDurableAfter(broker, options, info.ack_floor.stream_seq);
}

/**
 * Makes the consumer deliver everything after `position`, in order. A consumer that has handed out more than that to
 * somebody who is gone would deliver the rest only after `ACK_WAIT_MS`, behind newer messages: it is made anew.
 */
export async function ensureDurableAfter(
  broker: Broker,
  options: DurableOptions,
  position: number,
): Promise<ConsumerInfo> {
  const { consumers } = await broker.manager();
  const existing = await consumers.info(options.stream, options.durable).catch(ifConsumerMissing);
  const inStep =
    existing !== null &&
    existing.delivered.stream_seq <= position &&
    existing.ack_floor.stream_seq <= position &&
    existing.num_ack_pending === 0 &&
    existing.config.filter_subject === options.subject &&
    existing.config.max_ack_pending === options.maxAckPending;
  if (inStep) return existing;
  if (existing !== null) await consumers.delete(options.stream, options.durable);
  return consumers.add(options.stream, {
    ...settings(options),
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: position + 1,
  });
}

/** `null` for "there is no such consumer"; rethrows everything else. */
export function ifConsumerMissing(error: unknown): null {
  if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.ConsumerNotFound) return null;
  throw error;
}

function settings(options: DurableOptions) {
  return {
    durable_name: options.durable,
    filter_subject: options.subject,
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: options.maxAckPending,
    // Only the handler decides what is poison: a number of deliveries would also count restarts.
    max_deliver: -1,
  };
}
