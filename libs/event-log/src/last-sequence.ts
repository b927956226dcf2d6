import type { Broker } from './broker.js';

/** The newest seq of a stream, 0 when it is empty. */
export async function lastSequence(broker: Broker, stream: string): Promise<number> {
  const { streams } = await broker.manager();
  return (await streams.info(stream)).state.last_seq;
}

/** What tells one stream from another of the same name, and how far it goes. */
export interface StreamState {
  /** When it was made. */
  created: string;
  lastSeq: number;
}

/** @throws an error when there is no such stream */
export async function streamState(broker: Broker, stream: string): Promise<StreamState> {
  const { streams } = await broker.manager();
  const { created, state } = await streams.info(stream);
  return { created, lastSeq: state.last_seq };
}
