import { nanoUsdToUsd, type Session } from '@agents-fleet/contracts';
import type { SessionRow } from '../entities/session.js';
import type { TerminalRow } from '../entities/terminal.js';

/** What the view needs of a terminal's row. */
export type TerminalSummary = Pick<
  TerminalRow,
  'sessionId' | 'lastChunk' | 'bytes' | 'cols' | 'rows' | 'lastActivityMs' | 'lastLine' | 'expired'
>;

/**
 * A session as the API shows it. Pure.
 * @param resumedBy the newest session that took this one up
 */
export function toSession(row: SessionRow, terminal: TerminalSummary | undefined, resumedBy: string | undefined): Session {
  const cacheWrite = row.cacheWrite5mTokens + row.cacheWrite1hTokens;
  return {
    id: row.id,
    kind: row.kind,
    agent: row.agent,
    name: row.name,
    command: row.command,
    repoPath: row.repoPath,
    runnerId: row.runnerId,
    status: row.status,
    activity: row.activity,
    stopReason: row.stopReason,
    exitCode: row.exitCode,
    signal: row.signal,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    lastActivityAt: lastActivity(row, terminal),
    budgetUsd: row.budgetNanoUsd === null ? null : nanoUsdToUsd(row.budgetNanoUsd),
    budgetTokens: row.budgetTokens,
    budgetVersion: row.budgetVersion,
    costUsd: nanoUsdToUsd(row.costNanoUsd),
    tokens: {
      input: row.inputTokens,
      cacheRead: row.cacheReadTokens,
      cacheWrite,
      cacheWrite5m: row.cacheWrite5mTokens,
      cacheWrite1h: row.cacheWrite1hTokens,
      output: row.outputTokens,
      total: row.inputTokens + row.cacheReadTokens + cacheWrite + row.outputTokens,
      counted: row.countedTokens,
    },
    recentCosts: row.recentCosts.map(({ at, costNanoUsd }) => ({ at, costUsd: nanoUsdToUsd(costNanoUsd) })),
    carried: { costUsd: nanoUsdToUsd(row.carriedNanoUsd), countedTokens: row.carriedTokens },
    context: context(row),
    confidence: row.confidence,
    usageSource: row.usageSource,
    models: row.models,
    limitState: row.limitState,
    cols: terminal?.cols ?? row.cols,
    rows: terminal?.rows ?? row.rows,
    lastChunk: terminal?.lastChunk ?? 0,
    bytes: terminal?.bytes ?? 0,
    lastLine: terminal?.lastLine ?? null,
    terminalKept: terminal?.expired !== true,
    survivors: row.survivors,
    branch: row.branch,
    resumeOf: row.resumeOf,
    resumedBy: resumedBy ?? null,
    resumeCommand: row.resumeCommand,
  };
}

function context({ contextUsedTokens, contextWindowTokens }: SessionRow): Session['context'] {
  if (contextUsedTokens === null || contextWindowTokens === null) return null;
  return { usedTokens: contextUsedTokens, windowTokens: contextWindowTokens };
}

function lastActivity(row: SessionRow, terminal: TerminalSummary | undefined): string {
  const started = Date.parse(row.startedAt);
  return new Date(Math.max(started, terminal?.lastActivityMs ?? 0)).toISOString();
}
