import { NOTHING_CARRIED, type Envelope, type EventOf, type FleetEventType } from '@agents-fleet/contracts';

/** What a spec may say about an event; the rest is made up, the same each time. */
export interface EventChoices<Type extends FleetEventType> extends Partial<Omit<Envelope, 'type' | 'v'>> {
  data?: Partial<EventOf<Type>['data']> | undefined;
}

/** The session of every event whose spec names no other. */
export const A_SESSION_ID = '01JZ0000000000000000000001';
export const A_RUNNER_ID = 'runner-1';
/** The moment of an event that says no other. */
export const A_MOMENT = '2026-01-15T10:00:00.000Z';

/** Types that a runner writes itself, with a number; all others are derived. */
const RAW: ReadonlySet<FleetEventType> = new Set<FleetEventType>([
  'session.started',
  'session.command_started',
  'session.stop_requested',
  'session.process_exited',
  'session.ended',
  'session.record_gap',
  'session.activity_changed',
  'session.resumable',
  'usage.recorded',
  'context.measured',
]);

/** Version of each type that is not at its first. */
const VERSIONS: Partial<Record<FleetEventType, number>> = { 'session.started': 3, 'usage.recorded': 2, 'cost.recorded': 2, 'git.captured': 2 };

function build<Type extends FleetEventType>(
  type: Type,
  n: number | null,
  derivedId: (sessionId: string) => string,
  data: EventOf<Type>['data'],
  choices: EventChoices<Type>,
): EventOf<Type> {
  const { data: chosenData, ...envelope } = choices;
  const sessionId = envelope.sessionId ?? A_SESSION_ID;
  const raw = RAW.has(type);
  const number = raw ? (envelope.n ?? n) : null;
  return {
    id: raw ? `${sessionId}:e:${number}` : derivedId(sessionId),
    type,
    v: VERSIONS[type] ?? 1,
    sessionId,
    runnerId: A_RUNNER_ID,
    epoch: raw ? 'epoch-1' : null,
    at: A_MOMENT,
    correlationId: sessionId,
    causationId: raw ? null : `${sessionId}:e:1`,
    ...envelope,
    n: number,
    data: { ...data, ...chosenData },
  } as EventOf<Type>;
}

const notDerived = (sessionId: string) => sessionId;

export const aSessionStarted = (choices: EventChoices<'session.started'> = {}) =>
  build('session.started', 1, notDerived, {
    kind: 'pty',
    agent: 'shell',
    name: 'build',
    command: 'make all',
    repoPath: '/home/ada/engine',
    budgetNanoUsd: null,
    budgetTokens: 2_000,
    cols: 120,
    rows: 32,
    pid: 4711,
    resumeOf: null,
    carried: NOTHING_CARRIED,
    baselineWaitMs: 0,
  }, choices);

export const aCommandStarted = (choices: EventChoices<'session.command_started'> = {}) =>
  build('session.command_started', 2, notDerived, { baseline: 'kept', waitedMs: 48 }, choices);

export const aStopRequested = (choices: EventChoices<'session.stop_requested'> = {}) =>
  build('session.stop_requested', 90, notDerived, {
    reason: 'user', force: false, enforcedBy: 'person', chunk: 3,
  }, choices);

export const aProcessExited = (choices: EventChoices<'session.process_exited'> = {}) =>
  build('session.process_exited', 91, notDerived, { exitCode: 0, signal: null, chunk: 4 }, choices);

export const aSessionEnded = (choices: EventChoices<'session.ended'> = {}) =>
  build('session.ended', 92, notDerived, {
    stopReason: 'exited',
    exitCode: 0,
    signal: null,
    lastChunk: 4,
    bytes: 1_000,
    survivors: 0,
    stopDurationMs: null,
  }, choices);

export const anActivityChange = (choices: EventChoices<'session.activity_changed'> = {}) =>
  build('session.activity_changed', 40, notDerived, { activity: 'waiting', chunk: 3 }, choices);

export const aResumableSession = (choices: EventChoices<'session.resumable'> = {}) =>
  build('session.resumable', 41, notDerived, {
    agentSessionId: 'b0a7c0de-0000-4000-8000-000000000001',
    command: 'claude --resume b0a7c0de-0000-4000-8000-000000000001',
  }, choices);

export const aContextMeasured = (choices: EventChoices<'context.measured'> = {}) =>
  build('context.measured', 42, notDerived, { agentSessionId: null, model: null, usedTokens: 18_000, windowTokens: 200_000 }, choices);

export const aRecordGap = (choices: EventChoices<'session.record_gap'> = {}) =>
  build('session.record_gap', 50, notDerived, { afterChunk: 2, lostBytes: 512, why: 'the spool was full' }, choices);

/** A report that is of no single request. */
const ofTheWholeSession = { requestId: null, partial: false, agentSessionId: null, model: null, serviceTier: null };
const someTokens = { input: 100, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 20 };

export const aUsageRecorded = (choices: EventChoices<'usage.recorded'> = {}) =>
  build('usage.recorded', 2, notDerived, {
    usageId: `${choices.sessionId ?? A_SESSION_ID}:estimate:1`,
    ...ofTheWholeSession,
    source: 'estimate',
    tokens: someTokens,
    reportedCostNanoUsd: null,
  }, choices);

export const aCostRecorded = (choices: EventChoices<'cost.recorded'> = {}) => {
  const usageId = choices.data?.usageId ?? `${choices.sessionId ?? A_SESSION_ID}:estimate:1`;
  return build('cost.recorded', null, () => `cost:${usageId}`, {
    usageId,
    ...ofTheWholeSession,
    source: 'estimate',
    tokens: someTokens,
    costNanoUsd: 600_000,
    confidence: 'assumed',
    priceSource: { kind: 'default', name: 'default rate', asOf: null },
  }, choices);
};

const someBudget = { version: 1, budgetNanoUsd: null, budgetTokens: 2_000 };
const someCrossing = { ...someBudget, dimension: 'tokens' as const, spentTokens: 1_612, spentNanoUsd: 5_000_000 };

export const aLimitChanged = (choices: EventChoices<'limit.changed'> = {}) =>
  build('limit.changed', null, (id) => `limit:${id}:changed:${choices.data?.version ?? 2}`,
    { ...someBudget, version: 2, budgetTokens: 4_000 }, choices);

export const aLimitWarned = (choices: EventChoices<'limit.warned'> = {}) =>
  build('limit.warned', null, (id) => `limit:${id}:warned:${choices.data?.version ?? 1}`, someCrossing, choices);

export const aLimitReached = (choices: EventChoices<'limit.reached'> = {}) =>
  build('limit.reached', null, (id) => `limit:${id}:reached:${choices.data?.version ?? 1}`,
    { ...someCrossing, spentTokens: 2_004 }, choices);

export const aGitCaptured = (choices: EventChoices<'git.captured'> = {}) =>
  build('git.captured', null, (id) => `git:${id}:${choices.data?.snapshotId ?? choices.data?.phase ?? 'start'}`, {
    snapshotId: 'start',
    phase: 'start',
    state: 'ok',
    head: '0123456789abcdef0123456789abcdef01234567',
    branch: 'main',
    detail: null,
    tree: null,
    files: 0,
    additions: 0,
    deletions: 0,
    commits: 0,
    patchBytes: 0,
    truncated: null,
  }, choices);
