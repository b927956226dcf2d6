import type { Activity, Agent, Confidence, Session, SessionKind, SessionStatus, StopReason, UsageSource } from '@agents-fleet/contracts';
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
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
  outputTokens: number;
  countedTokens: number;
  confidence: Confidence | null;
  /** Whether the figures are those of single requests or what is said of the session as a whole; `null` before any. */
  usageScope: 'request' | 'session' | null;
  /** The source of the cost, and with it of the confidence; the best one when there are several. */
  usageSource: UsageSource | null;
  /** The source of the tokens, when the one of the cost knows none. */
  tokensSource: UsageSource | null;
  models: string[];
  /** The newest minutes in which anything was spent, newest first. */
  recentCosts: RecentCost[];
  /** What the sessions that this one resumes had spent before. */
  carriedTokens: number;
  carriedNanoUsd: number;
  activity: Activity | null;
  /** Number `n` of the event that told the activity: an older one that comes later changes nothing. */
  activityN: number;
  contextUsedTokens: number | null;
  contextWindowTokens: number | null;
  /** Number `n` of the event that told the context's fill. */
  contextN: number;
  /** Size at the start; `terminals` has the size now. */
  cols: number;
  rows: number;
  survivors: number | null;
  branch: string | null;
  resumeOf: string | null;
  /** The agent's own name for the conversation that `resumeCommand` takes up again. */
  resumeAgentSessionId: string | null;
  resumeCommand: string | null;
  /** Number `n` of the event that told how to resume; 0 when it was read off the terminal. */
  resumeN: number;
  /** Newest chunk at the session's end: its record is complete with it. `null` before the end. */
  endedChunk: number | null;
  /** Place of the session's end in `FLEET_LOG`. */
  endedSeq: number | null;
}

/** What was spent in one minute. */
export interface RecentCost {
  /** The minute's beginning, ISO 8601 UTC. */
  at: string;
  costNanoUsd: number;
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
    cacheWrite5mTokens: { type: 'integer' },
    cacheWrite1hTokens: { type: 'integer', default: 0 },
    outputTokens: { type: 'integer' },
    countedTokens: { type: 'integer' },
    confidence: { type: 'text', nullable: true },
    usageScope: { type: 'text', nullable: true },
    usageSource: { type: 'text', nullable: true },
    tokensSource: { type: 'text', nullable: true },
    models: { type: 'simple-json' },
    recentCosts: { type: 'simple-json', default: '[]' },
    carriedTokens: { type: 'integer', default: 0 },
    carriedNanoUsd: { type: 'integer', default: 0 },
    activity: { type: 'text', nullable: true },
    activityN: { type: 'integer', default: 0 },
    contextUsedTokens: { type: 'integer', nullable: true },
    contextWindowTokens: { type: 'integer', nullable: true },
    contextN: { type: 'integer', default: 0 },
    cols: { type: 'integer' },
    rows: { type: 'integer' },
    survivors: { type: 'integer', nullable: true },
    branch: { type: 'text', nullable: true },
    resumeOf: { type: 'text', nullable: true },
    resumeAgentSessionId: { type: 'text', nullable: true },
    resumeCommand: { type: 'text', nullable: true },
    resumeN: { type: 'integer', default: 0 },
    endedChunk: { type: 'integer', nullable: true },
    endedSeq: { type: 'integer', nullable: true },
  },
  indices: [
    { name: 'sessions_newest', columns: ['startedAt', 'id'] },
    { name: 'sessions_by_repo', columns: ['repoPath', 'startedAt'] },
    { name: 'sessions_by_resumed', columns: ['resumeOf'] },
  ],
});
