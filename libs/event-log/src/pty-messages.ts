import { EVENT_GROUPS, ptyHeaders, subjects, type FleetEvent } from '@agents-fleet/contracts';
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

/** A message as it will be published: what a spool has to keep. */
export interface LogMessage {
  subject: string;
  body: Uint8Array | string;
  headers: Readonly<Record<string, string>>;
  messageId: string;
}

/** The message of a chunk, under its deterministic id `<sessionId>:p:<n>`. */
export function chunkMessage(chunk: PtyChunk): LogMessage {
  return {
    subject: subjects.pty(chunk.sessionId),
    body: chunk.body,
    headers: {
      [ptyHeaders.n]: String(chunk.n),
      [ptyHeaders.at]: String(chunk.at),
      [ptyHeaders.offset]: String(chunk.offset),
      [ptyHeaders.kind]: chunk.kind,
      [ptyHeaders.epoch]: chunk.epoch,
      [ptyHeaders.runner]: chunk.runnerId,
    },
    messageId: `${chunk.sessionId}:p:${chunk.n}`,
  };
}

/** The message of a stdin record, under its deterministic id `<sessionId>:i:<n>`. */
export function stdinMessage(record: StdinRecord): LogMessage {
  return {
    subject: subjects.stdin(record.sessionId),
    body: record.body,
    headers: {
      [ptyHeaders.n]: String(record.n),
      [ptyHeaders.at]: String(record.at),
      [ptyHeaders.redacted]: record.redacted ? '1' : '0',
      [ptyHeaders.length]: String(record.length),
      [ptyHeaders.epoch]: record.epoch,
      [ptyHeaders.runner]: record.runnerId,
    },
    messageId: `${record.sessionId}:i:${record.n}`,
  };
}

/** The message of an event, under the subject of its group. */
export function eventMessage(event: FleetEvent): LogMessage {
  const subject = subjects.event(event.sessionId, EVENT_GROUPS[event.type]);
  return { subject, body: JSON.stringify(event), headers: {}, messageId: event.id };
}

/** Publishes a chunk. */
export function publishChunk(publisher: EventPublisher, chunk: PtyChunk): Promise<Published> {
  return publishMessage(publisher, chunkMessage(chunk));
}

/** Publishes a stdin record. */
export function publishStdin(publisher: EventPublisher, record: StdinRecord): Promise<Published> {
  return publishMessage(publisher, stdinMessage(record));
}

/** Publishes a message that was made, or kept, before. Resolves when it is stored. */
export function publishMessage(publisher: EventPublisher, message: LogMessage): Promise<Published> {
  return publisher.publishRaw(message.subject, message.body, message.headers, message.messageId);
}
