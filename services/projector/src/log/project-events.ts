import type { FleetEvent } from '@agents-fleet/contracts';
import type { ArtifactRow, CostRow, MarkerRow, SessionRow, SpendChange, UsageRow, UsageTotalRow } from '@agents-fleet/read-models';
import { groupBy } from '../group-by.js';
import { artifactOf } from './artifacts.js';
import { evolveSession } from './evolve-session.js';
import { markerOf } from './markers.js';
import { unstartedSession } from './new-session.js';
import { addCost, figuresOf, spendChanges, totalsOf, type Totals } from './usage-totals.js';

/** An event and its place in `FLEET_LOG`. */
export interface SequencedEvent {
  event: FleetEvent;
  seq: number;
}

/** The rows that events build on. */
export interface LogState {
  sessions: ReadonlyMap<string, SessionRow>;
  usageTotals: readonly UsageTotalRow[];
}

/** The rows that a batch of events makes or changes. */
export interface LogChanges {
  sessions: SessionRow[];
  usageTotals: UsageTotalRow[];
  usage: UsageRow[];
  costs: CostRow[];
  markers: MarkerRow[];
  artifacts: ArtifactRow[];
  spend: SpendChange[];
}

/** What a batch of events, none of which has been applied before, makes of the rows. Pure. */
export function projectEvents(
  before: LogState,
  events: readonly SequencedEvent[],
  options: { countCacheReads: boolean },
): LogChanges {
  const changes: LogChanges = { sessions: [], usageTotals: [], usage: [], costs: [], markers: [], artifacts: [], spend: [] };
  for (const [sessionId, ofSession] of groupBy(events, ({ event }) => event.sessionId)) {
    const first = ofSession[0];
    if (first === undefined) continue;
    const known = before.sessions.get(sessionId) ?? null;
    const totalsBefore = totalsOf(before.usageTotals.filter((row) => row.sessionId === sessionId));
    let session = known ?? unstartedSession(first.event);
    let totals: Totals = totalsBefore;
    for (const { event, seq } of ofSession) {
      session = evolveSession(session, event);
      if (event.type === 'cost.recorded') totals = addCost(totals, event);
      record(changes, event, seq);
    }
    if (totals !== totalsBefore) session = { ...session, ...figuresOf(totals, options) };
    changes.sessions.push(session);
    changes.usageTotals.push(...[...totals].filter(([key, row]) => totalsBefore.get(key) !== row).map(([, row]) => row));
    changes.spend.push(
      ...spendChanges(known === null ? null : { session: known, totals: totalsBefore }, { session, totals }),
    );
  }
  return changes;
}

/** Rows that stand for one event. */
function record(changes: LogChanges, event: FleetEvent, seq: number): void {
  const marker = markerOf(event, seq);
  if (marker !== null) changes.markers.push(marker);
  const artifact = artifactOf(event, seq);
  if (artifact !== null) changes.artifacts.push(artifact);
  const { sessionId, at } = event;
  if (event.type === 'usage.recorded') {
    const { usageId, source, model, tokens } = event.data;
    changes.usage.push({ usageId, sessionId, at, streamSeq: seq, source, model, ...tokens });
  } else if (event.type === 'cost.recorded') {
    const { usageId, costNanoUsd, confidence, priceSource } = event.data;
    changes.costs.push({ usageId, sessionId, costNanoUsd, confidence, priceSource });
  }
}
