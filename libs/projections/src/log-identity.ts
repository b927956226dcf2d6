import { streamState, type Broker, type StreamState } from '@agents-fleet/event-log';
import type { CheckpointRow } from '@agents-fleet/read-models';
import type { Projection } from './projection.js';

/** The streams that projections read, as they are now, by name. */
export type LogIdentity = ReadonlyMap<string, StreamState>;

export async function readLogIdentity(broker: Broker, projections: readonly Projection[]): Promise<LogIdentity> {
  const names = new Set(projections.map(({ stream }) => stream));
  const states = await Promise.all([...names].map(async (name) => [name, await streamState(broker, name)] as const));
  return new Map(states);
}

/**
 * Why rows with this checkpoint do not belong to this log or this code, `null` when they do: another stream under
 * the same name, a stream that was put back to an older state, or rows that older code wrote.
 */
export function whyStale(checkpoint: CheckpointRow, stream: StreamState | undefined, version: string): string | null {
  if (stream === undefined) return `there is no stream ${checkpoint.stream}`;
  if (checkpoint.version !== version) return `written by version ${checkpoint.version}, this is ${version}`;
  if (checkpoint.streamCreated !== stream.created) return `${checkpoint.stream} is another one than before`;
  if (checkpoint.position > stream.lastSeq) return `${checkpoint.stream} ends before the checkpoint`;
  return null;
}
