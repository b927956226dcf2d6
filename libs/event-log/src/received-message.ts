import type { JsMsg } from '@nats-io/jetstream';

/** A stored message as a consumer gets it. */
export interface ReceivedMessage {
  /** Its place in the stream. A redelivery has the same; a double publish has another. */
  seq: number;
  subject: string;
  data: Uint8Array;
  /** A header's value, `null` when it is absent. */
  header(name: string): string | null;
  /** When the broker stored it. */
  storedAt: Date;
  redelivered: boolean;
  /** Messages that wait behind this one. */
  pending: number;
}

/** Reads what the client library delivers. */
export function receivedMessage(message: JsMsg): ReceivedMessage {
  const { info } = message;
  return {
    seq: info.streamSequence,
    subject: message.subject,
    data: message.data,
    header: (name) => message.headers?.get(name) || null,
    get storedAt() {
      return message.time;
    },
    redelivered: info.redelivered,
    pending: info.pending,
  };
}
