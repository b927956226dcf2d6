import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from './broker.js';
import { messageFrom } from './stored-message.js';

export interface PurgeOptions {
  readonly stream: string;
  readonly subject: string;
  /** Newest seq that goes. */
  readonly upToSeq: number;
  /** Seqs that are purged at a time, about a megabyte's worth: the broker does nothing else meanwhile. */
  readonly stepSeqs: number;
}

/** Between two steps, in milliseconds: what was published meanwhile is stored first. */
const REST_MS = 20;

/**
 * Removes the messages of one subject from a stream, up to and with a seq. What is gone is gone: only for what is kept
 * elsewhere. Deletes one message of each step by itself, because nats-server 2.9 makes its files smaller after a
 * deletion, and never after a purge (projector, decision 54).
 */
export async function purgeSubject(broker: Broker, { stream, subject, upToSeq, stepSeqs }: PurgeOptions): Promise<void> {
  const { streams } = await broker.manager();
  for (let from = 1; from <= upToSeq; ) {
    const first = await messageFrom(broker, stream, subject, from);
    if (first === null || first.seq > upToSeq) return;
    const last = await messageFrom(broker, stream, subject, Math.min(upToSeq, first.seq + stepSeqs));
    if (last === null || last.seq > upToSeq) break;
    await streams.purge(stream, { filter: subject, seq: last.seq });
    // Not erased first: the file is written anew, or removed, without it.
    await streams.deleteMessage(stream, last.seq, false);
    from = last.seq + 1;
    await sleep(REST_MS);
  }
  await streams.purge(stream, { filter: subject, seq: upToSeq + 1 });
}
