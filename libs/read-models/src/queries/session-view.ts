import { nanoUsdToUsd, type Session } from '@agents-fleet/contracts';
import type { SessionRow } from '../entities/session.js';
import type { TerminalRow } from '../entities/terminal.js';

/** What the view needs of a terminal's row. */
export type TerminalSummary = Pick<
  TerminalRow,
  'sessionId' | 'lastChunk' | 'bytes' | 'cols' | 'rows' | 'lastActivityMs' | 'lastLine'
>;

/** A session as the API shows it. Pure. */
export function toSession(row: SessionRow, terminal: TerminalSummary | undefined): Session {
  return {
    id: row.id,
    kind: row.kind,
    agent: row.agent,
    name: row.name,
    command: row.command,
    repoPath: row.repoPath,
    runnerId: row.runnerId,
    status: row.status,
    activity: null,
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
      cacheWrite: row.cacheWriteTokens,
      cacheWrite5m: row.cacheWriteTokens,
      cacheWrite1h: 0,
      output: row.outputTokens,
      total: row.inputTokens + row.cacheReadTokens + row.cacheWriteTokens + row.outputTokens,
      counted: row.countedTokens,
    },
    carried: { costUsd: 0, countedTokens: 0 },
    context: null,
    confidence: row.confidence,
    usageSource: row.usageSource,
    models: row.models,
    limitState: row.limitState,
    cols: terminal?.cols ?? row.cols,
    rows: terminal?.rows ?? row.rows,
    lastChunk: terminal?.lastChunk ?? 0,
    bytes: terminal?.bytes ?? 0,
    lastLine: terminal?.lastLine ?? null,
    survivors: row.survivors,
    branch: row.branch,
    resumeOf: row.resumeOf,
    resumedBy: null,
    resumeCommand: row.resumeCommand,
  };
}

function lastActivity(row: SessionRow, terminal: TerminalSummary | undefined): string {
  const started = Date.parse(row.startedAt);
  return new Date(Math.max(started, terminal?.lastActivityMs ?? 0)).toISOString();
}
