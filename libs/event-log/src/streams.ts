import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { eventGroupSchema, STREAMS, subjects } from '@agents-fleet/contracts';

/** What an operator may bound. Sizes in bytes. */
export interface StreamLimits {
  /**
   * Bytes of terminal output and input kept in the broker. At the bound new chunks are refused, not old ones
   * dropped: the pty-host then keeps them in its spool and says so.
   */
  ptyMaxBytes: number;
}

/** 4 GiB: months of a person's terminals, and small enough for a laptop's free disk. */
export const DEFAULT_STREAM_LIMITS: StreamLimits = { ptyMaxBytes: 4 * 1024 ** 3 };

/** A message id is remembered this long, in milliseconds; a later repeat is told by its id when it is read. */
export const DUPLICATE_WINDOW_MS = 2 * 60_000;
/** Dead letters are evidence for an operator, not a record: 30 days in milliseconds. */
export const DEAD_LETTER_AGE_MS = 30 * 24 * 3_600_000;

export type StreamDefinition = Partial<StreamConfig> & Pick<StreamConfig, 'name'>;

const kept = {
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  num_replicas: 1,
  duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  allow_direct: true,
} as const;

/** The three streams of the design. Nothing in them is newer than nats-server 2.9.10. */
export function streamDefinitions(limits: StreamLimits = DEFAULT_STREAM_LIMITS): StreamDefinition[] {
  return [
    {
      ...kept,
      name: STREAMS.log,
      description: 'Every fact of every session, for ever',
      subjects: eventGroupSchema.options.map((group) => subjects.allEventsOf(group)),
      discard: DiscardPolicy.New,
      deny_delete: true,
    },
    {
      ...kept,
      name: STREAMS.pty,
      description: 'Bytes of terminals and what was typed into them',
      subjects: [subjects.allPty, subjects.allStdin],
      discard: DiscardPolicy.New,
      max_bytes: limits.ptyMaxBytes,
    },
    {
      ...kept,
      name: STREAMS.dead,
      description: 'Messages that a consumer could not handle',
      subjects: [subjects.allDead],
      discard: DiscardPolicy.Old,
      max_age: nanos(DEAD_LETTER_AGE_MS),
    },
  ];
}
