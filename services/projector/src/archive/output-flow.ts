import type { OpenRecord } from '@agents-fleet/read-models';

/** From so many bytes a second of the whole fleet somebody watches, or waits for, what is printed. */
const FLOOD_BYTES_PER_SECOND = 512 * 1024;
/** Shortest time over which a rate is told, in milliseconds. */
const LOOK_MS = 500;

/** How output of the whole fleet flows into the read models. Times are in milliseconds since the epoch. */
export interface OutputFlow {
  readonly at: number;
  /** Output bytes of each record that isn't archived, at that time. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Since when nothing has come; the first look, which can't know, says now. */
  readonly restingSince: number;
  /** Whether so much comes that the record should wait. */
  readonly isFlood: boolean;
}

/** What a look at all open records tells, after the one `before`. Pure. */
export function lookAtFlow(before: OutputFlow | null, records: readonly Pick<OpenRecord, 'sessionId' | 'bytes'>[], now: number): OutputFlow {
  if (before !== null && now >= before.at && now - before.at < LOOK_MS) return before;
  const bytes = new Map(records.map((record) => [record.sessionId, record.bytes]));
  if (before === null) return { at: now, bytes, restingSince: now, isFlood: false };
  const grown = records.reduce((sum, record) => sum + Math.max(0, record.bytes - (before.bytes.get(record.sessionId) ?? 0)), 0);
  return {
    at: now,
    bytes,
    restingSince: grown > 0 ? now : before.restingSince,
    // A clock that was set back tells no rate.
    isFlood: now > before.at && (grown * 1_000) / (now - before.at) >= FLOOD_BYTES_PER_SECOND,
  };
}
