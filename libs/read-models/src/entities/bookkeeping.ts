import { EntitySchema } from 'typeorm';

/** How far a projection has come in its stream. */
export interface CheckpointRow {
  projection: string;
  stream: string;
  /** When the stream was made: another log under the same name is another stream. */
  streamCreated: string;
  /** Version of the projection's code that wrote the rows. */
  version: string;
  /** Newest stream seq applied. */
  position: number;
}

export const CheckpointEntity = new EntitySchema<CheckpointRow>({
  name: 'Checkpoint',
  tableName: 'checkpoints',
  columns: {
    projection: { type: 'text', primary: true },
    stream: { type: 'text' },
    streamCreated: { type: 'text' },
    version: { type: 'text' },
    position: { type: 'integer' },
  },
});

/** A message that a projection can't apply. */
export interface DeadLetterRow {
  projection: string;
  streamSeq: number;
  subject: string;
  at: string;
  why: string;
  body: Buffer;
  /** Whether it is in `FLEET_DEAD`, too. */
  published: boolean;
}

export const DeadLetterEntity = new EntitySchema<DeadLetterRow>({
  name: 'DeadLetter',
  tableName: 'dead_letters',
  columns: {
    projection: { type: 'text', primary: true },
    streamSeq: { type: 'integer', primary: true },
    subject: { type: 'text' },
    at: { type: 'text' },
    why: { type: 'text' },
    body: { type: 'blob' },
    published: { type: 'boolean' },
  },
});

/** An event that has been applied: the same id at another seq is a double publish. */
export interface ProcessedEventRow {
  eventId: string;
  streamSeq: number;
}

export const ProcessedEventEntity = new EntitySchema<ProcessedEventRow>({
  name: 'ProcessedEvent',
  tableName: 'processed_events',
  columns: {
    eventId: { type: 'text', primary: true },
    streamSeq: { type: 'integer' },
  },
});
