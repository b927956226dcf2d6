import type { EventOf, FleetEvent, SessionStatus } from '@agents-fleet/contracts';
import type { SessionRow } from '@agents-fleet/read-models';

/** A session's life goes one way, in whatever order its events come. */
const STATUS_ORDER: readonly SessionStatus[] = ['starting', 'running', 'waiting', 'stopping', 'ended'];
const LIMIT_ORDER: readonly SessionRow['limitState'][] = ['none', 'armed', 'warned', 'reached'];

/** What one event makes of a session's row. Pure. Usage and cost are not its business: see `usage-totals.ts`. */
export function evolveSession(row: SessionRow, event: FleetEvent): SessionRow {
  switch (event.type) {
    case 'session.started':
      return started(row, event);
    case 'session.stop_requested':
      if (row.status === 'ended') return row;
      return { ...row, status: later(row.status, 'stopping'), stopReason: row.stopReason ?? event.data.reason };
    case 'session.process_exited':
      return { ...row, exitCode: event.data.exitCode, signal: event.data.signal };
    case 'session.ended': {
      const { stopReason, exitCode, signal, survivors } = event.data;
      return { ...row, status: 'ended', stopReason, exitCode, signal, survivors, endedAt: event.at };
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
      return { ...row, resumeCommand: event.data.command };
    case 'session.activity_changed':
    case 'context.measured':
    case 'session.record_gap':
    case 'usage.recorded':
    case 'cost.recorded':
      return row;
  }
}

function started(row: SessionRow, event: EventOf<'session.started'>): SessionRow {
  const { kind, agent, name, command, repoPath, budgetNanoUsd, budgetTokens, cols, rows, resumeOf } = event.data;
  const known: SessionRow = {
    ...row,
    ...{ kind, agent, name, command, repoPath, cols, rows, resumeOf },
    started: true,
    runnerId: event.runnerId,
    status: later(row.status, 'running'),
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

function later(a: SessionStatus, b: SessionStatus): SessionStatus {
  return STATUS_ORDER.indexOf(a) >= STATUS_ORDER.indexOf(b) ? a : b;
}
