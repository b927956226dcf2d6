import { type Session } from '@agents-fleet/contracts';

const HOUR_MS = 3_600_000;
/** A rate over less than this says nothing yet. */
const MIN_SPAN_MS = 60_000;

/** Average USD an hour over a session's life, or `null` when it is too young or has cost nothing. */
export function averageBurn(session: Pick<Session, 'startedAt' | 'endedAt' | 'costUsd'>, nowMs: number): number | null {
  const spanMs = (session.endedAt === null ? nowMs : Date.parse(session.endedAt)) - Date.parse(session.startedAt);
  if (spanMs < MIN_SPAN_MS || session.costUsd === 0) return null;
  return session.costUsd / (spanMs / HOUR_MS);
}

/** Milliseconds until `leftUsd` is spent at `usdPerHour`. */
export function timeToSpend(leftUsd: number, usdPerHour: number): number {
  return (leftUsd / usdPerHour) * HOUR_MS;
}

/** Cost of each of `slots` equal slices of time that end at `endMs`, oldest first: what a sparkline shows. */
export function costBySlot(
  entries: readonly { readonly at: string; readonly costUsd: number | null }[],
  endMs: number,
  spanMs: number,
  slots: number,
): number[] {
  const cost = new Array<number>(slots).fill(0);
  for (const entry of entries) {
    const slot = Math.floor(((Date.parse(entry.at) - (endMs - spanMs)) / spanMs) * slots);
    if (slot >= 0 && slot <= slots) cost[Math.min(slot, slots - 1)] = (cost[Math.min(slot, slots - 1)] ?? 0) + (entry.costUsd ?? 0);
  }
  return cost;
}
