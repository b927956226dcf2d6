import type { EventOf } from '@agents-fleet/contracts';
import { addToGroup, compareViews, scopeOf, takeFromGroup, type UsageScope, type UsageView } from '@agents-fleet/domain';
import type { CostMinuteChange, RequestViewRow, UsageTotalRow } from '@agents-fleet/read-models';
import { totalKey, totalKeyOf, toGroup, toRequestView, toTotalRow, toView, utcMinute, type Totals } from './usage-rows.js';

/** What is known of one session's usage: the best views of the requests that the costs are of, and all totals. */
export interface KnownUsage {
  requestViews: ReadonlyMap<string, RequestViewRow>;
  totals: Totals;
}

/** What priced records make of a session's usage. */
export interface CountedUsage {
  totals: Totals;
  /** Views that are the best of their requests now. */
  newViews: RequestViewRow[];
  /** By what the session's views cost more, or less, in which minute. */
  minutes: CostMinuteChange[];
}

/**
 * Counts priced records as the ledger does: of the views of one request only the best, and one that a better view
 * replaces is taken out of the day and minute where it was counted. Its caller sees to it that no event comes twice.
 */
export function countCosts(known: KnownUsage, costs: readonly EventOf<'cost.recorded'>[]): CountedUsage {
  const views = new Map(known.requestViews);
  const totals = new Map(known.totals);
  const minutes = new Map<string, CostMinuteChange>();
  const newViews = new Map<string, RequestViewRow>();
  for (const cost of costs) {
    const { sessionId, data, at } = cost;
    const scope = scopeOf(data);
    if (data.requestId !== null) {
      const best = views.get(data.requestId);
      if (best !== undefined) {
        if (compareViews(toView(best), data) <= 0) continue;
        takeOut(totals, minutes, sessionId, scope, toView(best), best.at);
      }
      const view = toRequestView(cost, data.requestId);
      views.set(data.requestId, view);
      newViews.set(data.requestId, view);
    }
    putIn(totals, minutes, sessionId, scope, data, at);
  }
  return { totals, newViews: [...newViews.values()], minutes: [...minutes.values()].filter(({ costNanoUsd }) => costNanoUsd !== 0) };
}

/** Rows of totals that have changed; one that is there no more comes with no views, so that it is removed. */
export function changedTotals(before: Totals, after: Totals): UsageTotalRow[] {
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, row]) => ({ ...row, views: 0 }));
  return [...gone, ...[...after].filter(([key, row]) => before.get(key) !== row).map(([, row]) => row)];
}

type Minutes = Map<string, CostMinuteChange>;

function putIn(totals: Map<string, UsageTotalRow>, minutes: Minutes, sessionId: string, scope: UsageScope, view: UsageView, at: string): void {
  const key = totalKeyOf(scope, view, at);
  const row = totals.get(totalKey(key));
  totals.set(totalKey(key), toTotalRow(sessionId, key.day, addToGroup(row && toGroup(row), scope, view)));
  addToMinute(minutes, sessionId, scope, view.source, at, view.costNanoUsd);
}

function takeOut(totals: Map<string, UsageTotalRow>, minutes: Minutes, sessionId: string, scope: UsageScope, view: UsageView, at: string): void {
  const key = totalKeyOf(scope, view, at);
  const row = totals.get(totalKey(key));
  const rest = row && takeFromGroup(toGroup(row), view);
  if (rest === undefined) totals.delete(totalKey(key));
  else totals.set(totalKey(key), toTotalRow(sessionId, key.day, rest));
  addToMinute(minutes, sessionId, scope, view.source, at, -view.costNanoUsd);
}

function addToMinute(minutes: Minutes, sessionId: string, scope: UsageScope, source: UsageView['source'], at: string, costNanoUsd: number): void {
  const minute = utcMinute(at);
  const view = scope === 'request' ? 'request' : source;
  const key = `${view} ${minute}`;
  minutes.set(key, { sessionId, view, minute, costNanoUsd: (minutes.get(key)?.costNanoUsd ?? 0) + costNanoUsd });
}
