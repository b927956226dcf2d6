import type { ArchivedSession, OpenRecord, ProvisionalText } from '@agents-fleet/read-models';

/** Output bytes of a page: what a seek parses, at some 20 MB/s, and a good deal for the compressor. */
export const PAGE_BYTES = 1024 * 1024;
/** A page without a state is made longer by so many bytes, so many times at most, before it goes without. */
export const LONGER_BYTES = 96 * 1024;
export const LONGER_TIMES = 4;
/** A page is closed as soon as there is enough for the longest one. */
export const CLOSING_BYTES = PAGE_BYTES + LONGER_TIMES * LONGER_BYTES;
/** Chunks after which a page is closed, however short they are: each costs something to take up. */
export const PAGE_CHUNKS = 16_384;
/** Text of an open page is read anew after this at the earliest, in milliseconds: it is for finding, not for watching. */
const TEXT_INTERVAL_MS = 5_000;
/** A reading of text may take this part of the time at most. */
const TEXT_SHARE = 0.1;
/** What can wait does so until the fleet has printed nothing for so long, in milliseconds. */
const CALM_MS = 3_000;
/** It waits for that no longer than this, in milliseconds: some fleets are never calm. */
const PATIENCE_MS = 2 * 60_000;

/** What is kept for how long; `null` is for ever, or without bound. */
export interface Retention {
  /** Milliseconds from a session's end, in which the stream keeps an archived terminal. */
  readonly streamMs: number | null;
  /** Milliseconds from a session's end, in which the archive keeps its terminal. */
  readonly keepMs: number | null;
  /** Bytes that archived terminals may take. */
  readonly keepBytes: number | null;
}

/** One thing that the archivist can do for one session. */
export interface Job {
  /**
   * `release`: let the read models forget chunks that are archived. `page`: close a page of a running session. `text`: read
   * anew what an open page shows. `archive`: take up a session that has ended. `expire`: give up a terminal. `purge`: let
   * the stream forget an archived terminal.
   */
  readonly kind: 'release' | 'page' | 'text' | 'archive' | 'expire' | 'purge';
  readonly sessionId: string;
}

/** An open record, and how far the archive has come with it. */
export interface RecordProgress extends OpenRecord {
  /** Newest chunk in a closed page, and output bytes up to and with it. */
  readonly pagedChunk: number;
  readonly pagedBytes: number;
  readonly text: ProvisionalText | null;
  /** What the archive holds of it as a whole, from a time when it was shorter, or before the read models heard of it. */
  readonly archived: Pick<ArchivedSession, 'lastChunk'> | null;
}

export interface Due {
  /** What to do now, the most urgent first. */
  readonly jobs: readonly Job[];
  /** When there is more to do although nothing changes, in milliseconds since the epoch; `null` when there isn't. */
  readonly nextAt: number | null;
}

/**
 * What to do now. Pure.
 * @param restingSince since when no session has printed anything, in milliseconds since the epoch: taking up a terminal and
 *   purging it cost echo and signals some milliseconds, and nobody waits for either
 */
export function whatIsDue(
  records: readonly RecordProgress[],
  archived: readonly ArchivedSession[],
  retention: Retention,
  { now, restingSince }: { readonly now: number; readonly restingSince: number },
): Due {
  const jobs: Job[] = [];
  const times: number[] = [];
  const at = (time: number, job: Job) => (time <= now ? jobs.push(job) : times.push(time));
  /** When something may be done that should have been done at a time already, and can wait. */
  const calmly = (time: number) => Math.max(time, Math.min(restingSince + CALM_MS, time + PATIENCE_MS));
  for (const record of records) {
    const { sessionId } = record;
    const { kind, time } = nextOf(record);
    if (kind !== 'archive') {
      if (kind !== null) at(time, { kind, sessionId });
      continue;
    }
    at(calmly(time), { kind, sessionId });
    // Until then it is found by what was read in a hurry.
    const text = nextText(record);
    if (calmly(time) > now && text !== null) at(text, { kind: 'text', sessionId });
  }
  // A purge relies on the read models to know where the terminal is.
  const unreleased = new Set(records.map(({ sessionId }) => sessionId));
  const released = archived.filter(({ sessionId }) => !unreleased.has(sessionId));
  for (const { sessionId, time } of expiries(released, retention)) at(time, { kind: 'expire', sessionId });
  for (const { sessionId, endedAt, purgedAt, expiredAt } of released) {
    if (purgedAt !== null) continue;
    if (expiredAt !== null) at(calmly(expiredAt), { kind: 'purge', sessionId });
    else if (retention.streamMs !== null) at(calmly(endedAt + retention.streamMs), { kind: 'purge', sessionId });
  }
  const urgency = ORDER.flatMap((kind) => jobs.filter((job) => job.kind === kind));
  return { jobs: urgency, nextAt: times.length === 0 ? null : times.reduce((one, other) => Math.min(one, other)) };
}

const ORDER: readonly Job['kind'][] = ['release', 'page', 'text', 'archive', 'expire', 'purge'];

function nextOf(record: RecordProgress): { kind: Job['kind'] | null; time: number } {
  const { lastChunk, bytes, completeSince, pagedChunk, pagedBytes, archived } = record;
  if (archived !== null && archived.lastChunk === lastChunk) return { kind: 'release', time: 0 };
  if (completeSince !== null) return { kind: 'archive', time: completeSince };
  if (bytes - pagedBytes >= CLOSING_BYTES || lastChunk - pagedChunk >= PAGE_CHUNKS) return { kind: 'page', time: 0 };
  const text = nextText(record);
  return text === null ? { kind: null, time: 0 } : { kind: 'text', time: text };
}

/** When the text of a record's open part is read again; `null` when there is nothing new. */
function nextText({ lastChunk, pagedChunk, text }: RecordProgress): number | null {
  if (lastChunk === pagedChunk || text?.lastChunk === lastChunk) return null;
  const rest = text === null ? 0 : Math.max(TEXT_INTERVAL_MS, text.costMs / TEXT_SHARE);
  return (text?.readAt ?? 0) + rest;
}

/** When which terminals are given up: at their age, and the oldest of those that take too much at once. */
function expiries(archived: readonly ArchivedSession[], { keepMs, keepBytes }: Retention): { sessionId: string; time: number }[] {
  if (keepMs === null && keepBytes === null) return [];
  const kept = archived.filter(({ expiredAt }) => expiredAt === null).sort((one, other) => one.endedAt - other.endedAt);
  let tooMuch = keepBytes === null ? 0 : kept.reduce((sum, { storedBytes }) => sum + storedBytes, 0) - keepBytes;
  return kept.flatMap(({ sessionId, endedAt, storedBytes }) => {
    const time = tooMuch > 0 ? 0 : keepMs === null ? null : endedAt + keepMs;
    tooMuch -= storedBytes;
    return time === null ? [] : [{ sessionId, time }];
  });
}
