import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FleetEvent } from '@agents-fleet/contracts';
import { aCostRecorded, aLimitChanged, aLimitReached, aLimitWarned, aSessionEnded, aSessionStarted } from '@agents-fleet/testing';
import { decide, evolve, type SessionBudget } from './session-budget.js';

const options = { countCacheReads: false };
const noTokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const started = (budgetTokens: number | null, budgetNanoUsd: number | null = null) => aSessionStarted({ data: { budgetTokens, budgetNanoUsd } });
const cost = (id: string, output: number, costNanoUsd = 0) =>
  aCostRecorded({ data: { usageId: id, tokens: { ...noTokens, output }, costNanoUsd } });
const given = (...events: FleetEvent[]): SessionBudget => {
  const state = events.reduce<SessionBudget | undefined>(evolve, undefined);
  if (state === undefined) throw new Error('given nothing');
  return state;
};
const due = (...events: FleetEvent[]) => decide(given(...events), options).map(({ threshold, budget }) => `${threshold}@${budget.version}`);

describe('a session budget', () => {
  it('given usage below 80 %, then nothing is due', () => {
    expect(due(started(2_000), cost('a', 1_599))).toEqual([]);
  });

  it('given 80 %, then a warning is due, with what was spent', () => {
    expect(decide(given(started(2_000), cost('a', 1_000, 7), cost('b', 600, 8)), options)).toEqual([
      {
        threshold: 'warned',
        budget: { version: 1, budgetTokens: 2_000, budgetNanoUsd: null },
        dimension: 'tokens',
        spentTokens: 1_600,
        spentNanoUsd: 15,
      },
    ]);
  });

  it('given one usage that crosses both, then warned is due before reached', () => {
    expect(due(started(2_000), cost('a', 5_000))).toEqual(['warned@1', 'reached@1']);
  });

  it('given a USD budget, then the cost decides', () => {
    expect(decide(given(started(null, 100), cost('a', 1, 100)), options).at(-1)).toMatchObject({ threshold: 'reached', dimension: 'usd' });
  });

  it('given no budget, then nothing is ever due', () => {
    expect(due(started(null), cost('a', 1e9, 1e15))).toEqual([]);
  });

  it('given usage before the start, then it counts once the start comes', () => {
    expect(due(cost('a', 2_500))).toEqual([]);
    expect(due(cost('a', 2_500), started(2_000))).toEqual(['warned@1', 'reached@1']);
  });

  it('given a resumed session, then what was spent before counts, and the limit says it all', () => {
    const resumed = aSessionStarted({ data: { budgetTokens: 2_000, budgetNanoUsd: 100, carried: { countedTokens: 1_500, costNanoUsd: 60 } } });
    expect(due(resumed)).toEqual([]);
    expect(decide(given(resumed, cost('a', 100, 7)), options)).toMatchObject([{ threshold: 'warned', dimension: 'tokens', spentTokens: 1_600, spentNanoUsd: 67 }]);
    expect(due(resumed, cost('a', 1, 40))).toEqual(['warned@1', 'reached@1']);
  });

  it('given a chain that has spent its budget before, then its next session has reached it with its start', () => {
    expect(due(aSessionStarted({ data: { budgetTokens: 2_000, carried: { countedTokens: 2_000, costNanoUsd: 0 } } }))).toEqual(['warned@1', 'reached@1']);
  });

  it('given a budget that was changed before the start came, then what was carried over counts against it', () => {
    const resumed = aSessionStarted({ data: { budgetTokens: 2_000, carried: { countedTokens: 4_000, costNanoUsd: 0 } } });
    expect(due(aLimitChanged({ data: { version: 2, budgetTokens: 4_000 } }), resumed)).toEqual(['warned@2', 'reached@2']);
  });

  it('given two views of one request, then the better one counts', () => {
    const guess = aCostRecorded({ data: { usageId: 'g', requestId: 'r', source: 'transcript', partial: true, tokens: { ...noTokens, output: 2_500 } } });
    const final = aCostRecorded({ data: { usageId: 'f', requestId: 'r', source: 'otel', tokens: { ...noTokens, output: 1_600 } } });
    expect(due(started(2_000), final, guess)).toEqual(['warned@1']);
    expect(due(started(2_000), guess, final)).toEqual(['warned@1']);
  });

  it('given the same usage twice, then it counts once', () => {
    expect(due(started(2_000), cost('a', 1_000), cost('a', 1_000))).toEqual([]);
  });

  it('given what the log has announced, then only the rest is due', () => {
    expect(due(started(2_000), cost('a', 5_000), aLimitWarned())).toEqual(['reached@1']);
    expect(due(started(2_000), cost('a', 5_000), aLimitWarned(), aLimitReached())).toEqual([]);
  });

  it('given a raised budget, then it is armed again, and its limits come in its own version', () => {
    const raised = aLimitChanged({ data: { version: 2, budgetTokens: 10_000 } });
    const before = [started(2_000), cost('a', 5_000), aLimitWarned(), aLimitReached(), raised];
    expect(due(...before)).toEqual([]);
    expect(due(...before, cost('b', 5_000))).toEqual(['warned@2', 'reached@2']);
  });

  it('given a lowered budget, then it may be reached at once', () => {
    expect(due(started(20_000), cost('a', 5_000), aLimitChanged({ data: { version: 2, budgetTokens: 5_000 } }))).toEqual(['warned@2', 'reached@2']);
  });

  it('given limits of an older version, then they say nothing about this one', () => {
    const lowered = aLimitChanged({ data: { version: 2, budgetTokens: 3_000 } });
    expect(due(started(2_000), cost('a', 5_000), lowered, aLimitReached({ data: { version: 1 } }))).toEqual(['warned@2', 'reached@2']);
  });

  it('given an older change that comes again, then the newer budget stays', () => {
    const changes = [aLimitChanged({ data: { version: 3, budgetTokens: 9_000 } }), aLimitChanged({ data: { version: 2, budgetTokens: 1 } })];
    expect(given(started(2_000), ...changes).budget).toMatchObject({ version: 3, budgetTokens: 9_000 });
  });

  it('given an ended session, then its limits are still due, so that its record is complete', () => {
    expect(due(started(2_000), aSessionEnded(), cost('late', 2_000))).toEqual(['warned@1', 'reached@1']);
  });

  it('whatever comes twice, the outcome is the same', () => {
    const events = [started(3_000), cost('a', 1_000), cost('b', 1_500), aLimitWarned(), aLimitChanged({ data: { version: 2, budgetTokens: 2_600 } }), cost('c', 200), aSessionEnded()];
    const expected = due(...events);
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: events.length, maxLength: events.length }), (twice) => {
        expect(due(...events.flatMap((event, index) => (twice[index] === true ? [event, event] : [event])))).toEqual(expected);
      }),
    );
  });
});
