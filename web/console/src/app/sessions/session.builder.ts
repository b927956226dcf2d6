import { type Session, type UsageEntry } from '@agents-fleet/contracts';

/** A running session for specs; say only what matters. */
export function aSession(overrides: Partial<Session> = {}): Session {
  return {
    id: '01K00000000000000000000000',
    kind: 'pty',
    agent: 'shell',
    name: 'build',
    command: 'npm run build',
    repoPath: '/home/a/code/shop',
    runnerId: 'host',
    status: 'running',
    activity: null,
    stopReason: null,
    exitCode: null,
    signal: null,
    startedAt: '2026-11-23T10:00:00.000Z',
    endedAt: null,
    lastActivityAt: '2026-11-23T10:00:00.000Z',
    budgetUsd: null,
    budgetTokens: null,
    budgetVersion: 1,
    costUsd: 0,
    tokens: { input: 0, cacheRead: 0, cacheWrite: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, total: 0, counted: 0 },
    recentCosts: [],
    carried: { costUsd: 0, countedTokens: 0 },
    context: null,
    confidence: null,
    usageSource: null,
    models: [],
    limitState: 'none',
    cols: 120,
    rows: 32,
    lastChunk: 0,
    bytes: 0,
    lastLine: null,
    terminalKept: true,
    survivors: null,
    branch: 'main',
    resumeOf: null,
    resumedBy: null,
    resumeCommand: null,
    ...overrides,
  };
}

/** One request's usage for specs. */
export function aUsageEntry(overrides: Partial<UsageEntry> = {}): UsageEntry {
  return {
    usageId: 'request-1:otel',
    requestId: 'request-1',
    at: '2026-11-23T10:00:00.000Z',
    source: 'otel',
    partial: false,
    counted: true,
    model: 'claude-sonnet-4-5',
    tokens: { input: 10, cacheRead: 1000, cacheWrite5m: 3, cacheWrite1h: 4, output: 5 },
    costUsd: 0.01,
    confidence: 'exact',
    priceSource: null,
    ...overrides,
  };
}
