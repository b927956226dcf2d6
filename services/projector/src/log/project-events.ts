import type { FleetEvent } from '@agents-fleet/contracts';
import type {
  ArtifactRow,
  CostMinuteChange,
  CostRow,
  MarkerRow,
  RequestViewRow,
  SessionRow,
  SpendChange,
  UsageRow,
  UsageTotalRow,
} from '@agents-fleet/read-models';
import { groupBy } from '../group-by.js';
import { exitHintId } from '../resume/exit-hint-artifact.js';
import { artifactOf } from './artifacts.js';
import { changedTotals, countCosts } from './count-costs.js';
import { evolveSession } from './evolve-session.js';
import { markerOf } from './markers.js';
import { unstartedSession } from './new-session.js';
import { figuresOf } from './session-figures.js';
import { spendChanges } from './spend-changes.js';
import { totalsByKey } from './usage-rows.js';

/** An event and its place in `FLEET_LOG`. */
export interface SequencedEvent {
  event: FleetEvent;
  seq: number;
}

/** The rows that events build on. */
export interface LogState {
  sessions: ReadonlyMap<string, SessionRow>;
  usageTotals: readonly UsageTotalRow[];
  /** The best views so far of the requests that the events are about. */
  requestViews: readonly RequestViewRow[];
}

/** The rows that a batch of events makes or changes. */
export interface LogChanges {
  sessions: SessionRow[];
  /** A row of no view is to be removed. */
  usageTotals: UsageTotalRow[];
  requestViews: RequestViewRow[];
  usage: UsageRow[];
  costs: CostRow[];
  costMinutes: CostMinuteChange[];
  markers: MarkerRow[];
  artifacts: ArtifactRow[];
  /** Ids of artifacts that better ones make needless. */
  removedArtifacts: string[];
  spend: SpendChange[];
}

/** What a batch of events, none of which has been applied before, makes of the rows. Pure. */
export function projectEvents(
  before: LogState,
  events: readonly SequencedEvent[],
  options: { countCacheReads: boolean },
): LogChanges {
  const changes = noChanges();
  for (const [sessionId, ofSession] of groupBy(events, ({ event }) => event.sessionId)) {
    const first = ofSession[0];
    if (first === undefined) continue;
    const known = before.sessions.get(sessionId) ?? null;
    const totalsBefore = totalsByKey(before.usageTotals.filter((row) => row.sessionId === sessionId));
    let session = known ?? unstartedSession(first.event);
    for (const { event, seq } of ofSession) {
      session = evolveSession(session, event, seq);
      record(changes, event, seq);
    }
    const costs = ofSession.flatMap(({ event }) => (event.type === 'cost.recorded' ? [event] : []));
    const requestViews = new Map(before.requestViews.filter((row) => row.sessionId === sessionId).map((row) => [row.requestId, row]));
    const { totals, newViews, minutes } = countCosts({ requestViews, totals: totalsBefore }, costs);
    if (costs.length > 0) session = { ...session, ...figuresOf(totals, options) };
    changes.sessions.push(session);
    changes.usageTotals.push(...changedTotals(totalsBefore, totals));
    changes.requestViews.push(...newViews);
    changes.costMinutes.push(...minutes);
    changes.spend.push(
      ...spendChanges(known === null ? null : { session: known, totals: totalsBefore }, { session, totals }),
    );
  }
  return changes;
}

/** The requests that events put a price on, by session. */
export function pricedRequests(events: readonly SequencedEvent[]): Map<string, Set<string>> {
  const requests = new Map<string, Set<string>>();
  for (const { event } of events) {
    if (event.type !== 'cost.recorded' || event.data.requestId === null) continue;
    requests.set(event.sessionId, (requests.get(event.sessionId) ?? new Set()).add(event.data.requestId));
  }
  return requests;
}

function noChanges(): LogChanges {
  return {
    sessions: [],
    usageTotals: [],
    requestViews: [],
    usage: [],
    costs: [],
    costMinutes: [],
    markers: [],
    artifacts: [],
    removedArtifacts: [],
    spend: [],
  };
}

/** Rows that stand for one event. */
function record(changes: LogChanges, event: FleetEvent, seq: number): void {
  const marker = markerOf(event, seq);
  if (marker !== null) changes.markers.push(marker);
  const artifact = artifactOf(event, seq);
  if (artifact !== null) changes.artifacts.push(artifact);
  const { sessionId, at } = event;
  if (event.type === 'usage.recorded') {
    const { usageId, source, requestId, partial, model, serviceTier, tokens } = event.data;
    changes.usage.push({ usageId, sessionId, at, streamSeq: seq, source, requestId, partial, model, serviceTier, ...tokens });
  } else if (event.type === 'cost.recorded') {
    const { usageId, costNanoUsd, confidence, priceSource } = event.data;
    changes.costs.push({ usageId, sessionId, costNanoUsd, confidence, priceSource });
  } else if (event.type === 'session.resumable') {
    changes.removedArtifacts.push(exitHintId(sessionId));
  }
}
