import type { Broker } from './broker.js';

/**
 * Removes the messages of one subject from a stream, up to and with a seq. What is gone is gone: only for what is kept
 * elsewhere.
 * @returns how many there were
 */
export async function purgeSubject(broker: Broker, stream: string, subject: string, upToSeq: number): Promise<number> {
  const { streams } = await broker.manager();
  return (await streams.purge(stream, { filter: subject, seq: upToSeq + 1 })).purged;
}
