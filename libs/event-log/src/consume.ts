import type { JsMsg } from '@nats-io/jetstream';
import { batches, type BatchLimits } from './batches.js';
import type { Broker } from './broker.js';
import { messageOf } from './broker-errors.js';
import { ensureDurable, ensureDurableAfter, takeOverDurable } from './durable-consumer.js';
import { receivedMessage, type ReceivedMessage } from './received-message.js';
import { backoffMs, pause } from './retry.js';

/** What to consume, and what to do with it. */
export interface ConsumeOptions {
  stream: string;
  /** One filter subject. */
  subject: string;
  /** Name of the durable consumer. */
  durable: string;
  /** Most messages of a batch. Default 256. */
  maxMessages?: number | undefined;
  /** Bytes at which a batch is full. Default 8 MiB. */
  maxBytes?: number | undefined;
  /** How long a batch that is not full waits for more, in milliseconds. Default: not at all. */
  gatherMs?: number | undefined;
  /** Where a consumer that is new begins. Default `first`. */
  startAt?: 'first' | 'new' | undefined;
  /**
   * The last seq that the handler has made its own, for handlers with a checkpoint of their own. Delivery is then
   * exactly what follows it, in order, without a hole: after a crash, a lost message or a new broker it begins
   * again from there instead of where the broker thinks that we are. Asked at the beginning of every life of the
   * subscription; may throw `StopConsumingError`.
   */
  position?: (() => number | Promise<number>) | undefined;
  /**
   * Handles a batch; it is acknowledged afterwards. When it throws, the same batch comes again after a pause, for
   * ever: poison is the handler's to recognise. Throw `StopConsumingError` to end.
   */
  handle(messages: ReceivedMessage[]): Promise<void>;
}

/** Thrown by a handler that can never go on: ends the consumption. */
export class StopConsumingError extends Error {
  override readonly name = 'StopConsumingError';
}

/** Thrown to begin again at the position: a message is missing between the last one and this. */
class DeliveryGapError extends Error {
  override readonly name = 'DeliveryGapError';
}

/** An empty pull is renewed after this many milliseconds; also how long a lost pull may go unnoticed. */
const PULL_EXPIRES_MS = 3_000;

/** A running consumption. */
export class Consumption {
  readonly #broker: Broker;
  readonly #options: ConsumeOptions;
  readonly #stop = new AbortController();
  readonly #limits: BatchLimits;
  #messages: { close(): Promise<unknown> } | null = null;
  #pending = 0;
  #isFirstLife = true;

  /** Ends with the error that ended it, or `null` when it was stopped. Never rejects. */
  readonly finished: Promise<Error | null>;

  constructor(broker: Broker, options: ConsumeOptions) {
    this.#broker = broker;
    this.#options = options;
    this.#limits = { maxMessages: options.maxMessages ?? 256, maxBytes: options.maxBytes ?? 8 * 1024 ** 2, gatherMs: options.gatherMs };
    this.finished = this.#run();
  }

  /** Messages that waited behind the newest one handled. */
  get pending(): number {
    return this.#pending;
  }

  /** Stops taking messages and waits for the batch in hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    void this.#messages?.close();
    await this.finished;
  }

  async #run(): Promise<Error | null> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#consume();
        failures = 0;
      } catch (error) {
        if (error instanceof StopConsumingError) return error;
        if (this.#stop.signal.aborted || this.#broker.connection.isClosed()) break;
        const fields = { durable: this.#options.durable, error: messageOf(error) };
        this.#broker.logger.warn(fields, 'consumer starts again');
        if (!(error instanceof DeliveryGapError)) await pause(backoffMs(++failures), this.#stop.signal);
      }
    }
    return null;
  }

  /** One life of the subscription: until stopped, a reconnect, or an error. */
  async #consume(): Promise<void> {
    const { status, jetstream } = this.#broker;
    await status.untilOnline(this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    const { position } = this.#options;
    const durable = {
      ...this.#options,
      startAt: this.#options.startAt ?? 'first',
      // Twice a batch: the next one is on its way while this one is handled.
      maxAckPending: 2 * this.#limits.maxMessages,
    };
    const info = await (position !== undefined
      ? ensureDurableAfter(this.#broker, durable, await position())
      : this.#isFirstLife
        ? takeOverDurable(this.#broker, durable)
        : ensureDurable(this.#broker, durable));
    this.#isFirstLife = false;
    this.#pending = info.num_pending;
    const messages = await jetstream.consumers.getConsumerFromInfo(info).consume({
      max_messages: this.#limits.maxMessages,
      expires: PULL_EXPIRES_MS,
      abort_on_missing_resource: true,
    });
    this.#messages = messages;
    // Stopped while the consumer was being made: nobody else will end this one.
    if (this.#stop.signal.aborted) void messages.close();
    // What was on its way when a connection broke is lost until its ack wait is over, so a position is taken up anew.
    const leave = position === undefined ? () => undefined : status.onChange(() => void messages.close());
    try {
      await this.#handleAll(messages, position === undefined ? null : info.delivered.consumer_seq);
    } finally {
      leave();
      void messages.close();
    }
  }

  async #handleAll(messages: AsyncIterable<JsMsg>, delivered: number | null): Promise<void> {
    let expected = delivered === null ? null : delivered + 1;
    for await (const batch of batches(messages[Symbol.asyncIterator](), this.#limits, (message) => message.data.length)) {
      if (this.#stop.signal.aborted) return;
      const inOrder = expected === null ? batch.length : unbroken(batch, expected);
      if (inOrder > 0) await this.#handle(batch.slice(0, inOrder));
      if (inOrder < batch.length) throw new DeliveryGapError('a message is missing');
      if (expected !== null) expected += inOrder;
    }
  }

  async #handle(batch: JsMsg[]): Promise<void> {
    const received = batch.map(receivedMessage);
    for (let failures = 1; ; failures++) {
      try {
        await this.#options.handle(received);
        break;
      } catch (error) {
        if (error instanceof StopConsumingError || this.#stop.signal.aborted) throw error;
        const fields = { durable: this.#options.durable, failures, error: messageOf(error) };
        this.#broker.logger.error(fields, 'a batch failed and is tried again');
        await pause(backoffMs(failures), this.#stop.signal);
        if (this.#stop.signal.aborted) throw error;
        for (const message of batch) message.working();
      }
    }
    for (const message of batch) message.ack();
    this.#pending = received.at(-1)?.pending ?? this.#pending;
  }
}

/** How many messages from the first follow each other without a hole, by the consumer's own numbering. */
function unbroken(batch: JsMsg[], expected: number): number {
  const hole = batch.findIndex((message, index) => message.info.deliverySequence !== expected + index);
  return hole === -1 ? batch.length : hole;
}

/** Consumes with a durable pull consumer, in batches, until stopped: through reconnects and a consumer that vanished. */
export function consume(broker: Broker, options: ConsumeOptions): Consumption {
  return new Consumption(broker, options);
}

