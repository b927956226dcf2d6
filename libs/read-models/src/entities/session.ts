import type { Agent, Confidence, Session, SessionKind, SessionStatus, StopReason, UsageSource } from '@agents-fleet/contracts';
import { EntitySchema } from 'typeorm';

/** What the log says about a session. What its terminal says is in `terminals`. Money in nano-USD, times ISO 8601 UTC. */
export interface SessionRow {
  id: string;
  /** False while only later events have arrived: such a row is not shown. */
  started: boolean;
  kind: SessionKind;
  agent: Agent;
  name: string;
  command: string | null;
  repoPath: string;
  runnerId: string;
  status: SessionStatus;
  stopReason: StopReason | null;
  exitCode: number | null;
  signal: string | null;
  startedAt: string;
  endedAt: string | null;
  budgetNanoUsd: number | null;
  budgetTokens: number | null;
  budgetVersion: number;
  limitState: Session['limitState'];
  costNanoUsd: number;
  inputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  countedTokens: number;
  confidence: Confidence | null;
  usageSource: UsageSource | null;
  models: string[];
  /** Size at the start; `terminals` has the size now. */
  cols: number;
  rows: number;
  survivors: number | null;
  branch: string | null;
  resumeOf: string | null;
  resumeCommand: string | null;
}

export const SessionEntity = new EntitySchema<SessionRow>({
  name: 'Session',
  tableName: 'sessions',
  columns: {
    id: { type: 'text', primary: true },
    started: { type: 'boolean' },
    kind: { type: 'text' },
    agent: { type: 'text' },
    name: { type: 'text' },
    command: { type: 'text', nullable: true },
    repoPath: { type: 'text' },
    runnerId: { type: 'text' },
    status: { type: 'text' },
    stopReason: { type: 'text', nullable: true },
    exitCode: { type: 'integer', nullable: true },
    signal: { type: 'text', nullable: true },
    startedAt: { type: 'text' },
    endedAt: { type: 'text', nullable: true },
    budgetNanoUsd: { type: 'integer', nullable: true },
    budgetTokens: { type: 'integer', nullable: true },
    budgetVersion: { type: 'integer' },
    limitState: { type: 'text' },
    costNanoUsd: { type: 'integer' },
    inputTokens: { type: 'integer' },
    cacheReadTokens: { type: 'integer' },
    cacheWriteTokens: { type: 'integer' },
    outputTokens: { type: 'integer' },
    countedTokens: { type: 'integer' },
    confidence: { type: 'text', nullable: true },
    usageSource: { type: 'text', nullable: true },
    models: { type: 'simple-json' },
    cols: { type: 'integer' },
    rows: { type: 'integer' },
    survivors: { type: 'integer', nullable: true },
    branch: { type: 'text', nullable: true },
    resumeOf: { type: 'text', nullable: true },
    resumeCommand: { type: 'text', nullable: true },
  },
  indices: [
    { name: 'sessions_newest', columns: ['startedAt', 'id'] },
    { name: 'sessions_by_repo', columns: ['repoPath', 'startedAt'] },
  ],
});
