import type { FleetEvent, MarkerType } from '@agents-fleet/contracts';
import type { MarkerRow } from '@agents-fleet/read-models';
import {
  budgetChangedSummary,
  budgetExceededSummary,
  budgetWarnedSummary,
  endedSummary,
  processExitSummary,
  recordGapSummary,
  resumableSummary,
  startedSummary,
  stopRequestedSummary,
} from './summaries.js';

/** The moment that an event puts on its session's timeline, `null` when it puts none. Pure. */
export function markerOf(event: FleetEvent, streamSeq: number): MarkerRow | null {
  const marker = (type: MarkerType, chunk: number | null, summary: string): MarkerRow => ({
    id: `${event.id}:${type}`,
    sessionId: event.sessionId,
    type,
    at: event.at,
    chunk,
    summary,
    data: event.data,
    streamSeq,
  });
  switch (event.type) {
    case 'session.started':
      return marker('started', 0, startedSummary(event.data));
    case 'session.stop_requested':
      return marker('stop_requested', event.data.chunk, stopRequestedSummary(event.data));
    case 'session.process_exited':
      return marker('process_exit', event.data.chunk, processExitSummary(event.data));
    case 'session.ended':
      return marker('ended', event.data.lastChunk, endedSummary(event.data));
    case 'session.record_gap':
      return marker('record_gap', event.data.afterChunk, recordGapSummary(event.data));
    case 'limit.changed':
      return marker('budget_changed', null, budgetChangedSummary(event.data));
    case 'limit.warned':
      return marker('budget_warned', null, budgetWarnedSummary(event.data));
    case 'limit.reached':
      return marker('budget_exceeded', null, budgetExceededSummary(event.data));
    case 'session.resumable':
      return marker('resumable', null, resumableSummary(event.data));
    case 'session.command_started':
    case 'session.activity_changed':
    case 'context.measured':
    case 'usage.recorded':
    case 'cost.recorded':
    case 'git.captured':
      return null;
  }
}
