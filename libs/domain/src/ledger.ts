import type { PricedUsage } from '@agents-fleet/contracts';
import { totalsOfGroups, type LedgerTotals } from './counted-groups.js';
import { emptyMap, valueOf, withValue, type PersistentMap } from './persistent-map.js';
import { addToGroup, groupKeyOf, takeFromGroup, type UsageGroup } from './usage-group.js';
import { compareViews, scopeOf, viewOf, type UsageScope, type UsageView } from './usage-view.js';

/** Everything that counts of one session's usage. Immutable; a record more costs O(log n). */
export interface Ledger {
  /** The best view of each request, by its id. */
  readonly requests: PersistentMap<UsageView>;
  /** Reports of the session as a whole, by `usageId`. */
  readonly reports: PersistentMap<UsageView>;
  /** The sums of both, by what their views have in common. */
  readonly groups: ReadonlyMap<string, UsageGroup>;
}

export function emptyLedger(): Ledger {
  return { requests: emptyMap(), reports: emptyMap(), groups: new Map() };
}

/**
 * Adds a record. Of the views of one request the best one counts, once, in whatever order and however often they come;
 * so does a report of the session as a whole. A record that tells nothing better gives the same ledger.
 */
export function recordUsage(ledger: Ledger, usage: PricedUsage): Ledger {
  const view = viewOf(usage);
  const key = usage.requestId ?? usage.usageId;
  const scope = scopeOf(usage);
  const field = scope === 'request' ? 'requests' : 'reports';
  const known = valueOf(ledger[field], key);
  if (known !== undefined && compareViews(known, view) <= 0) return ledger;
  return { ...ledger, [field]: withValue(ledger[field], key, view), groups: regroup(ledger.groups, scope, known, view) };
}

/** @param options.countCacheReads whether cache reads count against the budget (setting, off by default) */
export function ledgerTotals(ledger: Ledger, options: { countCacheReads: boolean }): LedgerTotals {
  return totalsOfGroups(ledger.groups.values(), options);
}

/** The sums with one view in another's place. */
function regroup(
  before: ReadonlyMap<string, UsageGroup>,
  scope: UsageScope,
  old: UsageView | undefined,
  view: UsageView,
): ReadonlyMap<string, UsageGroup> {
  const groups = new Map(before);
  if (old !== undefined) {
    const key = nameOf(scope, old);
    const group = groups.get(key);
    const rest = group && takeFromGroup(group, old);
    if (rest === undefined) groups.delete(key);
    else groups.set(key, rest);
  }
  const key = nameOf(scope, view);
  return groups.set(key, addToGroup(groups.get(key), scope, view));
}

function nameOf(scope: UsageScope, view: UsageView): string {
  return JSON.stringify(Object.values(groupKeyOf(scope, view)));
}
