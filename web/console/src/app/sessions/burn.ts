import { type Session, type UsageEntry } from '@agents-fleet/contracts';
import { budgetLeft } from './budget-use.js';

const MINUTE_MS = 60_000;
/** The burn rate looks back this far. */
export const BURN_WINDOW_MS = 5 * MINUTE_MS;
/** A rate over less than this would say more of the first request than of the session. */
const MIN_SPAN_MS = 30_000;

type Young = Pick<Session, 'startedAt'>;

/**
 * USD a minute over the last five minutes, or over the session's age when it is younger; `null` when nothing was spent.
 * Costs come by minute, so that the oldest minute, a part of which is outside, counts by its part inside.
 */
export function burnRate(session: Young & Pick<Session, 'recentCosts'>, nowMs: number): number | null {
  const from = nowMs - BURN_WINDOW_MS;
  const spent = session.recentCosts.reduce((sum, { at, costUsd }) => sum + costUsd * shareInside(Date.parse(at), from, nowMs), 0);
  return perMinute(spent, session, nowMs);
}

/** How much of a minute lies inside the window, 0 to 1. The minute that runs has all its cost in it already. */
function shareInside(minuteMs: number, from: number, nowMs: number): number {
  if (minuteMs > nowMs) return 0;
  return Math.min(1, Math.max(0, (minuteMs + MINUTE_MS - from) / MINUTE_MS));
}

/** Counted tokens a minute over the same time, from the usage that the figures count; `null` when there were none. */
export function tokenBurn(session: Young & Pick<Session, 'tokens'>, usage: readonly UsageEntry[], nowMs: number): number | null {
  const recent = usage.filter(({ at }) => Date.parse(at) > nowMs - BURN_WINDOW_MS);
  const { input, cacheWrite, output, counted } = session.tokens;
  // A setting of the fleet; the session's own figures tell which way it is.
  const readsCount = counted > input + cacheWrite + output;
  const spent = recent.reduce((sum, { tokens }) => sum + tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h + tokens.output + (readsCount ? tokens.cacheRead : 0), 0);
  return perMinute(spent, session, nowMs);
}

function perMinute(spent: number, session: Young, nowMs: number): number | null {
  if (spent <= 0) return null;
  const age = nowMs - Date.parse(session.startedAt);
  return spent / (Math.min(BURN_WINDOW_MS, Math.max(MIN_SPAN_MS, age)) / MINUTE_MS);
}

/** USD a minute over a whole life: what is left to say of the pace of a session that has ended. `null` when it cost nothing. */
export function averageRate(session: Pick<Session, 'startedAt' | 'endedAt' | 'costUsd'>): number | null {
  if (session.endedAt === null || session.costUsd === 0) return null;
  const spanMs = Date.parse(session.endedAt) - Date.parse(session.startedAt);
  return session.costUsd / (Math.max(MIN_SPAN_MS, spanMs) / MINUTE_MS);
}

/** When a budget will be used up at the present pace. */
export interface TimeToBudget {
  readonly ms: number;
  /** The budget that comes first. */
  readonly budget: 'usd' | 'tokens';
}

/** The budget that is used up first at these rates a minute; `null` when there is no budget, or no rate for it. */
export function timeToBudget(
  session: Parameters<typeof budgetLeft>[0],
  rates: { readonly usd: number | null; readonly tokens: number | null },
): TimeToBudget | null {
  const left = budgetLeft(session);
  const times = (['usd', 'tokens'] as const).flatMap((budget) => {
    const [rest, rate] = [left[budget], rates[budget]];
    return rest === null || rate === null ? [] : [{ ms: (rest / rate) * MINUTE_MS, budget }];
  });
  return times.sort((a, b) => a.ms - b.ms)[0] ?? null;
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
