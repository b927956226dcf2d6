import type { Activity, EventOf, FleetEvent, SessionStatus } from '@agents-fleet/contracts';
import type { SessionRow } from '@agents-fleet/read-models';

const LIMIT_ORDER: readonly SessionRow['limitState'][] = ['none', 'armed', 'warned', 'reached'];

/**
 * What one event makes of a session's row. Pure. Usage and cost are not its business: see `count-costs.ts`.
 * @param seq the event's place in `FLEET_LOG`
 */
export function evolveSession(row: SessionRow, event: FleetEvent, seq: number): SessionRow {
  switch (event.type) {
    case 'session.started':
      return started(row, event);
    case 'session.command_started':
      return { ...row, status: liveStatus(row.status, row.activity) };
    case 'session.stop_requested':
      if (row.status === 'ended') return row;
      return { ...row, status: 'stopping', stopReason: row.stopReason ?? event.data.reason };
    case 'session.process_exited':
      return { ...row, exitCode: event.data.exitCode, signal: event.data.signal };
    case 'session.ended': {
      const { stopReason, exitCode, signal, survivors, lastChunk: endedChunk } = event.data;
      return { ...row, status: 'ended', activity: null, stopReason, exitCode, signal, survivors, endedAt: event.at, endedChunk, endedSeq: seq };
    }
    case 'limit.changed':
      return limit(row, event.data, event.data.budgetNanoUsd === null && event.data.budgetTokens === null ? 'none' : 'armed');
    case 'limit.warned':
      return limit(row, event.data, 'warned');
    case 'limit.reached':
      return limit(row, event.data, 'reached');
    case 'git.captured':
      return event.data.state === 'ok' ? { ...row, branch: event.data.branch } : row;
    case 'session.resumable':
      return resumable(row, event);
    case 'session.activity_changed':
      return activityChanged(row, event);
    case 'context.measured':
      return contextMeasured(row, event);
    case 'session.record_gap':
    case 'usage.recorded':
    case 'cost.recorded':
      return row;
  }
}

function started(row: SessionRow, event: EventOf<'session.started'>): SessionRow {
  const { kind, agent, name, command, repoPath, budgetNanoUsd, budgetTokens, cols, rows, resumeOf, carried, baselineWaitMs } = event.data;
  // Whatever its command or its agent did came after that wait, in whatever order it is told.
  const isHeld = baselineWaitMs > 0 && row.status === 'starting' && row.activity === null;
  const known: SessionRow = {
    ...row,
    ...{ kind, agent, name, command, repoPath, cols, rows, resumeOf },
    started: true,
    runnerId: event.runnerId,
    status: isHeld ? 'starting' : liveStatus(row.status, row.activity),
    carriedTokens: carried.countedTokens,
    carriedNanoUsd: carried.costNanoUsd,
    // Lists are ordered by this text, so its form has to be one: UTC with milliseconds.
    startedAt: new Date(event.at).toISOString(),
  };
  return limit(known, { version: 1, budgetNanoUsd, budgetTokens }, budgetNanoUsd === null && budgetTokens === null ? 'none' : 'armed');
}

/** A newer version of the budget replaces the older; within a version the state only goes up. */
function limit(
  row: SessionRow,
  budget: { version: number; budgetNanoUsd: number | null; budgetTokens: number | null },
  state: SessionRow['limitState'],
): SessionRow {
  if (budget.version < row.budgetVersion) return row;
  const { version: budgetVersion, budgetNanoUsd, budgetTokens } = budget;
  const isNewer = budgetVersion > row.budgetVersion;
  const rises = LIMIT_ORDER.indexOf(state) > LIMIT_ORDER.indexOf(row.limitState);
  return { ...row, budgetVersion, budgetNanoUsd, budgetTokens, limitState: isNewer || rises ? state : row.limitState };
}

/** Where a session that has started is: what its agent does decides until somebody asks for its end. */
function liveStatus(status: SessionStatus, activity: Activity | null): SessionStatus {
  if (status === 'stopping' || status === 'ended') return status;
  return activity === 'waiting' ? 'waiting' : 'running';
}

/** Goes to and fro, so the event's own number says which one is the newest. After the end there is no activity. */
function activityChanged(row: SessionRow, { n, data }: EventOf<'session.activity_changed'>): SessionRow {
  if (row.status === 'ended' || isOlder(n, row.activityN)) return row;
  const status = row.started ? liveStatus(row.status, data.activity) : row.status;
  return { ...row, status, activity: data.activity, activityN: n ?? 0 };
}

function contextMeasured(row: SessionRow, { n, data }: EventOf<'context.measured'>): SessionRow {
  if (isOlder(n, row.contextN)) return row;
  return { ...row, contextUsedTokens: data.usedTokens, contextWindowTokens: data.windowTokens, contextN: n ?? 0 };
}

function resumable(row: SessionRow, { n, data }: EventOf<'session.resumable'>): SessionRow {
  if (isOlder(n, row.resumeN)) return row;
  return { ...row, resumeAgentSessionId: data.agentSessionId, resumeCommand: data.command, resumeN: n ?? 0 };
}

/** Whether an event was written before another one of its session. */
function isOlder(n: number | null, than: number): boolean {
  return (n ?? 0) < than;
}
