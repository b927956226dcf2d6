import { nanoUsdToUsd, type Session, type StartCommand } from '@agents-fleet/contracts';

/** A session that has just been started, as far as the command tells, for when the projector is late. */
export function newSession(command: StartCommand, runnerId: string, startedAt: Date): Session {
  const hasBudget = command.budgetNanoUsd !== null || command.budgetTokens !== null;
  return {
    id: command.sessionId,
    kind: command.kind,
    agent: 'shell',
    name: command.name,
    command: command.command,
    repoPath: command.repoPath,
    runnerId,
    status: 'starting',
    activity: null,
    stopReason: null,
    exitCode: null,
    signal: null,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    lastActivityAt: startedAt.toISOString(),
    budgetUsd: command.budgetNanoUsd === null ? null : nanoUsdToUsd(command.budgetNanoUsd),
    budgetTokens: command.budgetTokens,
    budgetVersion: 1,
    costUsd: 0,
    tokens: { input: 0, cacheRead: 0, cacheWrite: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, total: 0, counted: 0 },
    carried: { costUsd: nanoUsdToUsd(command.carried.costNanoUsd), countedTokens: command.carried.countedTokens },
    context: null,
    confidence: null,
    usageSource: null,
    models: [],
    limitState: hasBudget ? 'armed' : 'none',
    cols: command.cols,
    rows: command.rows,
    lastChunk: 0,
    bytes: 0,
    lastLine: null,
    survivors: null,
    branch: null,
    resumeOf: command.resumeOf,
    resumedBy: null,
    resumeCommand: null,
  };
}
