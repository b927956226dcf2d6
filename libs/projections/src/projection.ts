import type { ReceivedMessage } from '@agents-fleet/event-log';
import type { ReadModelWriter } from '@agents-fleet/read-models';

/** Turns the messages of one subject into rows. */
export interface Projection {
  /** Name of its checkpoint and, after `projector-`, of its durable consumer. */
  readonly name: string;
  readonly stream: string;
  /** One filter subject. */
  readonly subject: string;
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** How long a batch that is not full waits for more, in milliseconds: fewer transactions, behind what is more urgent. */
  readonly gatherMs: number;
  /** Whether it rests while messages come faster than it can write them. For what nobody waits for. */
  readonly yieldsToFloods: boolean;
  /**
   * Applies messages in order. Called inside a transaction: all or nothing of it stays. Must write the same rows
   * whatever the batches' borders. A message that it throws for alone, too, becomes a dead letter.
   */
  apply(messages: readonly ReceivedMessage[], write: ReadModelWriter): Promise<AppliedBatch>;
}

/** What came of a batch. */
export interface AppliedBatch {
  /** Sessions whose rows have changed. */
  sessionIds: Iterable<string>;
  /** Messages that can't be read; they have changed nothing. */
  poison: readonly PoisonMessage[];
}

export interface PoisonMessage {
  message: ReceivedMessage;
  /** For an operator; never the message's content. */
  why: string;
}
