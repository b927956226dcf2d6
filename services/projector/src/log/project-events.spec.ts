import { describe, expect, it } from '@jest/globals';
import type { FleetEvent } from '@agents-fleet/contracts';
import { emptyLedger, ledgerTotals, recordUsage } from '@agents-fleet/domain';
import type { SessionRow, SpendChange } from '@agents-fleet/read-models';
import {
  aCostRecorded,
  aGitCaptured,
  aLimitChanged,
  aLimitReached,
  aLimitWarned,
  aProcessExited,
  aSessionEnded,
  aSessionStarted,
  aStopRequested,
  aUsageRecorded,
} from '@agents-fleet/testing';
import { NOTHING_PROJECTED, projectAll } from '../spec-support/project-all.js';
import { projectEvents } from './project-events.js';

const options = { countCacheReads: false };
const given = (...events: FleetEvent[]) => ({ then: (expected: Partial<SessionRow>) => expect(projectAll(events).session).toMatchObject(expected) });
const cost = (usageId: string, data: Parameters<typeof aCostRecorded>[0] = {}) => aCostRecorded({ ...data, data: { ...data.data, usageId } });
const tokens = (input: number, output = 0) => ({ input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output });
/** Rollups as sums of their changes. */
const rollups = (changes: readonly SpendChange[]) => {
  const sums = new Map<string, { cost: number; input: number }>();
  for (const { day, model, costNanoUsd, input } of changes) {
    const sum = sums.get(`${day} ${model}`) ?? { cost: 0, input: 0 };
    sums.set(`${day} ${model}`, { cost: sum.cost + costNanoUsd, input: sum.input + input });
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum.cost !== 0 || sum.input !== 0));
};

describe('a session’s life', () => {
  it('begins', () => {
    given(aSessionStarted()).then({ started: true, status: 'running', limitState: 'armed', budgetVersion: 1, budgetTokens: 2_000 });
  });

  it('is without a limit when it has no budget', () => {
    given(aSessionStarted({ data: { budgetTokens: null } })).then({ limitState: 'none' });
  });

  it('is stopping once somebody asked for it', () => {
    given(aSessionStarted(), aStopRequested()).then({ status: 'stopping', stopReason: 'user' });
  });

  it('ends with what its runner says', () => {
    given(
      aSessionStarted(),
      aStopRequested(),
      aProcessExited({ data: { exitCode: 130 } }),
      aSessionEnded({ at: '2026-01-15T11:00:00.000Z', data: { stopReason: 'budget_exceeded', exitCode: 130, survivors: 2 } }),
    ).then({ status: 'ended', stopReason: 'budget_exceeded', exitCode: 130, survivors: 2, endedAt: '2026-01-15T11:00:00.000Z' });
  });

  it('does not go back, whatever comes late', () => {
    given(aSessionStarted(), aSessionEnded(), aStopRequested()).then({ status: 'ended', stopReason: 'exited' });
    given(aSessionEnded(), aSessionStarted()).then({ status: 'ended', started: true });
  });

  it('is not shown before its start, and keeps what came earlier', () => {
    given(aLimitWarned()).then({ started: false });
    given(aLimitWarned(), aSessionStarted()).then({ started: true, limitState: 'warned', budgetVersion: 1 });
  });

  it('knows its branch, and that it has none any more', () => {
    given(aSessionStarted(), aGitCaptured()).then({ branch: 'main' });
    given(aSessionStarted(), aGitCaptured(), aGitCaptured({ data: { phase: 'end', branch: null } })).then({ branch: null });
    given(aSessionStarted(), aGitCaptured(), aGitCaptured({ data: { phase: 'end', state: 'missing', branch: null } })).then({ branch: 'main' });
  });
});

describe('a session’s limit', () => {
  it('goes up within a version, never down', () => {
    given(aSessionStarted(), aLimitWarned(), aLimitReached()).then({ limitState: 'reached' });
    given(aSessionStarted(), aLimitReached(), aLimitWarned()).then({ limitState: 'reached' });
  });

  it('is armed anew by a changed budget', () => {
    given(aSessionStarted(), aLimitWarned(), aLimitChanged()).then({ limitState: 'armed', budgetVersion: 2, budgetTokens: 4_000 });
  });

  it('is gone with its budget', () => {
    given(aSessionStarted(), aLimitChanged({ data: { version: 2, budgetTokens: null } })).then({ limitState: 'none', budgetTokens: null });
  });

  it('ignores what an older version has to say', () => {
    given(aSessionStarted(), aLimitChanged(), aLimitReached()).then({ limitState: 'armed', budgetVersion: 2 });
  });
});

describe('a session’s figures', () => {
  const run = [
    aSessionStarted(),
    cost('e1', { data: { tokens: tokens(100, 10), costNanoUsd: 1_000 } }),
    cost('e2', { data: { tokens: tokens(50, 5), costNanoUsd: 500 } }),
    cost('s1', { data: { source: 'statusline', model: 'opus', tokens: tokens(120, 12), costNanoUsd: 9_000, confidence: 'reported' } }),
    cost('e3', { data: { tokens: tokens(7, 1), costNanoUsd: 70 } }),
    cost('s2', { at: '2026-01-16T00:00:00.000Z', data: { source: 'statusline', model: 'haiku', tokens: tokens(1), costNanoUsd: 5, confidence: 'exact' } }),
  ];

  it('are those of the best source alone', () => {
    given(...run).then({
      usageSource: 'statusline',
      inputTokens: 121,
      outputTokens: 12,
      countedTokens: 133,
      costNanoUsd: 9_005,
      confidence: 'reported',
      models: ['haiku', 'opus'],
    });
  });

  it('equal the ledger’s, event by event', () => {
    let ledger = emptyLedger();
    for (const [index, event] of run.entries()) {
      if (event.type === 'cost.recorded') ledger = recordUsage(ledger, event.data);
      const totals = ledgerTotals(ledger, options);
      expect(projectAll(run.slice(0, index + 1)).session).toMatchObject({
        costNanoUsd: totals.costNanoUsd,
        countedTokens: totals.counted,
        confidence: totals.confidence,
        usageSource: totals.source,
        models: totals.models,
      });
    }
  });

  it.each([1, 2, 3, 6])('are the same in batches of %d, and so is the spend', (size) => {
    const whole = projectAll(run);
    const parts = projectAll(run, size);
    expect(parts.session).toEqual(whole.session);
    expect(parts.state.usageTotals).toEqual(whole.state.usageTotals);
    expect(rollups(parts.spend)).toEqual(rollups(whole.spend));
  });

  it('count into the spend of their day and model, and take the worse source’s part out of it', () => {
    expect(rollups(projectAll(run.slice(0, 3), 1).spend)).toEqual({ '2026-01-15 ': { cost: 1_500, input: 150 } });
    expect(rollups(projectAll(run, 1).spend)).toEqual({
      '2026-01-15 opus': { cost: 9_000, input: 120 },
      '2026-01-16 haiku': { cost: 5, input: 1 },
    });
  });

  it('take tokens from the next source when the best knows the cost only', () => {
    const events = [
      aSessionStarted(),
      cost('e1', { data: { tokens: tokens(100), costNanoUsd: 1 } }),
      cost('s1', { data: { source: 'statusline', tokens: tokens(0), costNanoUsd: 800, confidence: 'reported' } }),
    ];
    given(...events).then({ costNanoUsd: 800, inputTokens: 100 });
    expect(rollups(projectAll(events, 1).spend)).toEqual({ '2026-01-15 ': { cost: 800, input: 100 } });
  });

  it('wait for the session’s start before they count as spend', () => {
    const early = [cost('e1', { data: { costNanoUsd: 10, tokens: tokens(1) } })];
    expect(projectAll(early).spend).toEqual([]);
    expect(rollups(projectAll([...early, aSessionStarted()], 1).spend)).toEqual({ '2026-01-15 ': { cost: 10, input: 1 } });
  });

  it('leave usage without a price out of the totals, but in the list', () => {
    const changes = projectEvents(NOTHING_PROJECTED, [{ event: aUsageRecorded(), seq: 1 }], options);
    expect(changes.usage).toHaveLength(1);
    expect(changes.sessions[0]).toMatchObject({ costNanoUsd: 0, usageSource: null });
  });
});
