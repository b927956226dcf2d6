import type { StoredMsg } from '@nats-io/jetstream';
import type { Broker } from './broker.js';

/** A message as the broker keeps it. */
export interface StoredMessage {
  seq: number;
  data: Uint8Array;
  /** A header's value, `null` when it is absent. */
  header(name: string): string | null;
}

/** The newest message of a subject, `null` when there is none. */
export async function lastMessage(broker: Broker, stream: string, subject: string): Promise<StoredMessage | null> {
  const { direct } = await broker.manager();
  return stored(await direct.getMessage(stream, { last_by_subj: subject }));
}

/** The first message of a subject at `seq` or later, `null` when there is none. */
export async function messageFrom(broker: Broker, stream: string, subject: string, seq: number): Promise<StoredMessage | null> {
  const { direct } = await broker.manager();
  return stored(await direct.getMessage(stream, { seq, next_by_subj: subject }));
}

function stored(message: StoredMsg | null): StoredMessage | null {
  if (message === null) return null;
  return { seq: message.seq, data: message.data, header: (name) => message.header.get(name) || null };
}
