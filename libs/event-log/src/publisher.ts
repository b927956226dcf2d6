import { JetStreamApiError } from '@nats-io/jetstream';
import { errors, headers as natsHeaders, type MsgHdrs } from '@nats-io/transport-node';
import { EVENT_GROUPS, subjects, type FleetEvent } from '@agents-fleet/contracts';
import type { Broker } from './broker.js';
import { BrokerClosedError, messageOf, PublishRefusedError } from './broker-errors.js';
import { backoffMs, pause } from './retry.js';

/** Publishes on their way to an acknowledgement. 256 of 64 KiB saturate a local broker (386 MB/s measured). */
export const MAX_IN_FLIGHT = 256;
/** An acknowledgement that takes longer, in milliseconds, is taken for lost; the retry carries the same id. */
const ACK_TIMEOUT_MS = 5_000;
/** JetStream's "message size exceeds maximum allowed": no retry can help. */
const MESSAGE_TOO_LARGE = 10_054;

/** Where a message was stored; `duplicate` when an earlier try had already stored it. */
export interface Published {
  stream: string;
  seq: number;
  duplicate: boolean;
}

/**
 * Publishes to JetStream until it is acknowledged: through lost acknowledgements, a broker that is down and a full
 * stream. Every message has an id, so a repeat inside the broker's window is stored once; a later one is stored
 * again with the same id, which readers skip. Publishes start in the order of the calls; a retry may reorder them.
 */
export class EventPublisher {
  readonly #broker: Broker;
  readonly #maxInFlight: number;
  readonly #stop = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;

  constructor(broker: Broker, maxInFlight = MAX_IN_FLIGHT) {
    this.#broker = broker;
    this.#maxInFlight = maxInFlight;
  }

  /** Publishes that have started and are not acknowledged. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Publishes one event of `FLEET_LOG` under the subject of its group. Resolves when it is stored. */
  async publish(event: FleetEvent): Promise<Published> {
    const subject = subjects.event(event.sessionId, EVENT_GROUPS[event.type]);
    return this.publishRaw(subject, JSON.stringify(event), {}, event.id);
  }

  /**
   * Publishes bytes with headers. Resolves when they are stored.
   * @throws PublishRefusedError when the broker will never take it; BrokerClosedError when closed before that
   */
  async publishRaw(
    subject: string,
    body: Uint8Array | string,
    headers: Readonly<Record<string, string>>,
    messageId: string,
  ): Promise<Published> {
    await this.#enter();
    try {
      for (let failures = 1; ; failures++) {
        await this.#broker.status.untilOnline(this.#stop.signal);
        if (this.#stop.signal.aborted) throw new BrokerClosedError();
        try {
          const { stream, seq, duplicate } = await this.#broker.jetstream.publish(subject, body, {
            msgID: messageId,
            timeout: ACK_TIMEOUT_MS,
            headers: toHeaders(headers),
          });
          return { stream, seq, duplicate };
        } catch (error) {
          this.#throwIfFinal(error, subject);
          if (failures === 3) {
            this.#broker.logger.warn({ subject, messageId, error: messageOf(error) }, 'publish fails; trying on');
          }
          await pause(backoffMs(failures), this.#stop.signal);
        }
      }
    } finally {
      this.#leave();
    }
  }

  /** Gives up on everything that is not acknowledged: those calls reject with BrokerClosedError. */
  close(): void {
    this.#stop.abort();
  }

  #throwIfFinal(error: unknown, subject: string): void {
    // A request's own error wraps that of the connection.
    const causes = error instanceof Error ? [error, error.cause] : [error];
    const is = (kind: new (...parameters: never[]) => Error) => causes.some((cause) => cause instanceof kind);
    const closed = this.#broker.connection.isClosed() || this.#broker.connection.isDraining();
    if (closed || is(errors.ClosedConnectionError) || is(errors.DrainingConnectionError)) throw new BrokerClosedError();
    const final =
      is(errors.PermissionViolationError) ||
      is(errors.InvalidSubjectError) ||
      is(errors.InvalidArgumentError) ||
      (error instanceof JetStreamApiError && error.code === MESSAGE_TOO_LARGE);
    if (final) throw new PublishRefusedError(`the broker refuses ${subject}: ${messageOf(error)}`, { cause: error });
  }

  async #enter(): Promise<void> {
    if (this.#inFlight < this.#maxInFlight && this.#waiting.length === 0) {
      this.#inFlight++;
      return;
    }
    // The one who leaves hands its place over, so the count stays as it is and the order is that of the calls.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inFlight--;
    else next();
  }
}

function toHeaders(values: Readonly<Record<string, string>>): MsgHdrs {
  const result = natsHeaders();
  for (const [name, value] of Object.entries(values)) result.set(name, value);
  return result;
}
