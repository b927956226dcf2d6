import type { FleetEvent } from '@agents-fleet/contracts';
import type { SessionRow } from '@agents-fleet/read-models';

/** The row of a session of which a later event came first. It is not shown before `session.started` is here. */
export function unstartedSession(event: FleetEvent): SessionRow {
  return {
    id: event.sessionId,
    started: false,
    kind: 'pty',
    agent: 'shell',
    name: '',
    command: null,
    repoPath: '',
    runnerId: event.runnerId,
    status: 'starting',
    stopReason: null,
    exitCode: null,
    signal: null,
    startedAt: event.at,
    endedAt: null,
    budgetNanoUsd: null,
    budgetTokens: null,
    // Below every real version, so that whatever comes first sets the budget.
    budgetVersion: 0,
    limitState: 'none',
    costNanoUsd: 0,
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    countedTokens: 0,
    confidence: null,
    usageSource: null,
    models: [],
    cols: 0,
    rows: 0,
    survivors: null,
    branch: null,
    resumeOf: null,
    resumeCommand: null,
  };
}
