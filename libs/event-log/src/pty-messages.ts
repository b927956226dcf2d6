import { ptyHeaders, subjects } from '@agents-fleet/contracts';
import type { EventPublisher, Published } from './publisher.js';

/** One record of `fleet.session.<id>.pty`. */
export interface PtyChunk {
  sessionId: string;
  runnerId: string;
  epoch: string;
  /** From 1 without a hole; output and resizes share the numbering. */
  n: number;
  /** Milliseconds since the epoch when the bytes were read. */
  at: number;
  /** Output bytes of the session before this chunk. */
  offset: number;
  kind: 'output' | 'resize';
  /** Output: bytes as they came. Resize: `<cols>x<rows>`. */
  body: Uint8Array | string;
}

/** One record of `fleet.session.<id>.stdin`. `redacted` input has an empty body; `length` tells how much it was. */
export interface StdinRecord {
  sessionId: string;
  runnerId: string;
  epoch: string;
  n: number;
  at: number;
  redacted: boolean;
  length: number;
  body: Uint8Array;
}

/** Publishes a chunk under its deterministic id `<sessionId>:p:<n>`. */
export function publishChunk(publisher: EventPublisher, chunk: PtyChunk): Promise<Published> {
  return publisher.publishRaw(
    subjects.pty(chunk.sessionId),
    chunk.body,
    {
      [ptyHeaders.n]: String(chunk.n),
      [ptyHeaders.at]: String(chunk.at),
      [ptyHeaders.offset]: String(chunk.offset),
      [ptyHeaders.kind]: chunk.kind,
      [ptyHeaders.epoch]: chunk.epoch,
      [ptyHeaders.runner]: chunk.runnerId,
    },
    `${chunk.sessionId}:p:${chunk.n}`,
  );
}

/** Publishes a stdin record under its deterministic id `<sessionId>:i:<n>`. */
export function publishStdin(publisher: EventPublisher, record: StdinRecord): Promise<Published> {
  return publisher.publishRaw(
    subjects.stdin(record.sessionId),
    record.body,
    {
      [ptyHeaders.n]: String(record.n),
      [ptyHeaders.at]: String(record.at),
      [ptyHeaders.redacted]: record.redacted ? '1' : '0',
      [ptyHeaders.length]: String(record.length),
      [ptyHeaders.epoch]: record.epoch,
      [ptyHeaders.runner]: record.runnerId,
    },
    `${record.sessionId}:i:${record.n}`,
  );
}
