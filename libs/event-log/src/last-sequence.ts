import type { Broker } from './broker.js';

/** The newest seq of a stream, 0 when it is empty. */
export async function lastSequence(broker: Broker, stream: string): Promise<number> {
  const { streams } = await broker.manager();
  return (await streams.info(stream)).state.last_seq;
}
