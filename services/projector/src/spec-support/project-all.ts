import type { FleetEvent } from '@agents-fleet/contracts';
import type { ArtifactRow, CostMinuteChange, SessionRow, SpendChange } from '@agents-fleet/read-models';
import { A_SESSION_ID } from '@agents-fleet/testing';
import { projectEvents, type LogState } from '../log/project-events.js';
import { totalKey, totalsByKey } from '../log/usage-rows.js';

/** Where every projection begins. */
export const NOTHING_PROJECTED: LogState = { sessions: new Map(), usageTotals: [], requestViews: [] };

/** Projects events in batches of one size, as the database would carry the rows from one to the next. */
export function projectAll(events: readonly FleetEvent[], batchSize = Math.max(events.length, 1)) {
  let state = NOTHING_PROJECTED;
  const spend: SpendChange[] = [];
  const minutes: CostMinuteChange[] = [];
  const markers: string[] = [];
  const artifacts: ArtifactRow[] = [];
  for (let start = 0; start < events.length; start += batchSize) {
    const batch = events.slice(start, start + batchSize).map((event, index) => ({ event, seq: start + index + 1 }));
    const changes = projectEvents(state, batch, { countCacheReads: false });
    spend.push(...changes.spend);
    minutes.push(...changes.costMinutes);
    markers.push(...changes.markers.map(({ type }) => type));
    artifacts.push(...changes.artifacts);
    const totals = new Map(totalsByKey(state.usageTotals));
    for (const row of changes.usageTotals) {
      if (row.views === 0) totals.delete(totalKey(row));
      else totals.set(totalKey(row), row);
    }
    const views = new Map([...state.requestViews, ...changes.requestViews].map((row) => [row.requestId, row]));
    state = {
      sessions: new Map([...state.sessions, ...changes.sessions.map((row): [string, SessionRow] => [row.id, row])]),
      usageTotals: [...totals].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row),
      requestViews: [...views.values()],
    };
  }
  return { session: state.sessions.get(A_SESSION_ID), spend, minutes, markers, artifacts, state };
}
