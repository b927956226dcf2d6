import type { LogMessage } from '@agents-fleet/event-log';

/** A message of a session on its way to the broker. */
export interface OutgoingMessage extends LogMessage {
  sessionId: string;
  /** Must not be stored before everything that the session sent earlier: the session's end promises a whole record. */
  afterAllElse: boolean;
}

/** Bytes of the body, which is what flow control counts. */
export function bytesOf({ body }: OutgoingMessage): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}
