import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usageSourceSchema, type PricedUsage } from '@agents-fleet/contracts';
import { emptyLedger, ledgerTotals, recordUsage } from '@agents-fleet/domain';
import { aCostRecorded, aSessionStarted } from '@agents-fleet/testing';
import { projectAll } from '../spec-support/project-all.js';
import { countedMinutes } from './session-figures.js';

const tokens = (input: number, output = 0) => ({ input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output });
const request = (usageId: string, requestId: string | null, data: Partial<PricedUsage>, at = '2026-01-15T10:00:30.000Z') =>
  aCostRecorded({ at, data: { source: 'otel', model: 'opus', confidence: 'exact', ...data, usageId, requestId } });
type Cost = ReturnType<typeof aCostRecorded>;

/** The sums of changes by key, without those that came to nothing. */
const summed = <Row>(rows: readonly Row[], keyOf: (row: Row) => string, valueOf: (row: Row) => number) => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + valueOf(row));
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0));
};
const spendByDay = ({ spend }: ReturnType<typeof projectAll>) => summed(spend, ({ day, model }) => `${day} ${model}`, ({ costNanoUsd }) => costNanoUsd);
const minutes = (projected: ReturnType<typeof projectAll>) => summed(projected.minutes, ({ view, minute }) => `${view} ${minute}`, ({ costNanoUsd }) => costNanoUsd);

describe('a request that is reported twice', () => {
  const placeholder = request('p', 'r1', { partial: true, source: 'transcript', confidence: 'estimated', tokens: tokens(100, 1), costNanoUsd: 40 });
  const final = request('f', 'r1', { tokens: tokens(100, 60), costNanoUsd: 90 }, '2026-01-16T00:00:10.000Z');
  const other = request('o', 'r2', { tokens: tokens(5), costNanoUsd: 7 }, '2026-01-16T00:01:00.000Z');

  it.each([
    ['the worse view first', [placeholder, final, other]],
    ['the better view first', [final, placeholder, other]],
    ['both again', [placeholder, final, placeholder, final, other, other]],
  ])('%s: counts once, in any batches, at the moment of its better view', (_, costs: Cost[]) => {
    for (const size of [1, 2, 10]) {
      const projected = projectAll([aSessionStarted(), ...costs], size);
      expect(projected.session).toMatchObject({
        costNanoUsd: 97,
        countedTokens: 165,
        confidence: 'exact',
        usageScope: 'request',
        usageSource: 'otel',
        models: ['opus'],
      });
      expect(spendByDay(projected)).toEqual({ '2026-01-16 opus': 97 });
      expect(minutes(projected)).toEqual({ 'request 2026-01-16T00:00:00.000Z': 90, 'request 2026-01-16T00:01:00.000Z': 7 });
      expect(projected.state.requestViews.map(({ requestId, usageId }) => [requestId, usageId])).toEqual([['r1', 'f'], ['r2', 'o']]);
    }
  });

  it('leaves no empty total behind', () => {
    expect(projectAll([aSessionStarted(), placeholder, final], 1).state.usageTotals.map(({ source, confidence, views }) => [source, confidence, views])).toEqual([
      ['otel', 'exact', 1],
    ]);
  });
});

describe('a session of which single requests become known', () => {
  const line = request('l', null, { source: 'statusline', confidence: 'reported', tokens: tokens(0), costNanoUsd: 1_000 });
  const guess = request('g', null, { source: 'estimate', model: null, confidence: 'assumed', tokens: tokens(400), costNanoUsd: 900 });
  const known = request('k', 'r1', { tokens: tokens(30), costNanoUsd: 20 });

  it('is counted by them from then on, and so is the spend', () => {
    const before = projectAll([aSessionStarted(), line, guess], 1);
    expect(before.session).toMatchObject({ usageScope: 'session', usageSource: 'statusline', tokensSource: 'estimate', costNanoUsd: 1_000, countedTokens: 400 });
    expect(spendByDay(before)).toEqual({ '2026-01-15 opus': 1_000 });
    expect(countedMinutes(before.session!)).toMatchObject({ view: 'statusline' });

    const after = projectAll([aSessionStarted(), line, guess, known, { ...line, id: 'later', data: { ...line.data, usageId: 'l2' } }], 1);
    expect(after.session).toMatchObject({ usageScope: 'request', usageSource: 'otel', tokensSource: 'otel', costNanoUsd: 20, countedTokens: 30, confidence: 'exact' });
    expect(spendByDay(after)).toEqual({ '2026-01-15 opus': 20 });
    expect(countedMinutes(after.session!)).toMatchObject({ view: 'request' });
  });
});

describe('what is projected', () => {
  const cost: fc.Arbitrary<Cost> = fc
    .record({
      requestId: fc.option(fc.nat(6).map((number) => `r${number}`)),
      source: fc.constantFrom(...usageSourceSchema.options),
      partial: fc.boolean(),
      model: fc.constantFrom(null, 'opus', 'haiku'),
      confidence: fc.constantFrom('exact' as const, 'reported' as const, 'assumed' as const),
      input: fc.nat(1_000),
      costNanoUsd: fc.oneof(fc.nat(1e9), fc.constant(Number.MAX_SAFE_INTEGER)),
      minute: fc.nat(200),
    })
    .map(({ input, minute, ...data }) => aCostRecorded({ at: new Date(Date.UTC(2026, 0, 15, 22, minute)).toISOString(), data: { ...data, tokens: tokens(input) } }));
  const costs = fc.array(cost, { minLength: 1, maxLength: 30 }).map((all) => all.map((event, index) => ({ ...event, id: `cost:u${index}`, data: { ...event.data, usageId: `u${index}` } })));

  it('equals the ledger, whatever the batches', () => {
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 30 }), (given, size) => {
        const { session } = projectAll([aSessionStarted(), ...given], size);
        const totals = ledgerTotals(given.map(({ data }) => data).reduce(recordUsage, emptyLedger()), { countCacheReads: false });
        expect(session).toMatchObject({
          costNanoUsd: totals.costNanoUsd,
          inputTokens: totals.tokens.input,
          countedTokens: totals.counted,
          confidence: totals.confidence,
          usageSource: totals.source,
          models: totals.models,
        });
      }),
    );
  });

  it('is the same in any batches: rows, spend and minutes', () => {
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 30 }), (given, size) => {
        const [whole, parts] = [projectAll([aSessionStarted(), ...given]), projectAll([aSessionStarted(), ...given], size)];
        expect(parts.state.usageTotals).toEqual(whole.state.usageTotals);
        expect(new Set(parts.state.requestViews)).toEqual(new Set(whole.state.requestViews));
        expect(parts.session).toEqual(whole.session);
      }),
    );
  });

  it('is spent on days and in minutes that come to the session’s cost', () => {
    const sane = costs.map((all) => all.map((event) => ({ ...event, data: { ...event.data, costNanoUsd: event.data.costNanoUsd % 1e9 } })));
    fc.assert(
      fc.property(sane, fc.integer({ min: 1, max: 30 }), (given, size) => {
        const projected = projectAll([aSessionStarted(), ...given], size);
        const total = (sums: Record<string, number>) => Object.values(sums).reduce((sum, value) => sum + value, 0);
        expect(total(spendByDay(projected))).toBe(projected.session?.costNanoUsd);
        const { view } = countedMinutes(projected.session!) ?? {};
        expect(total(summed(projected.minutes.filter((row) => row.view === view), ({ minute }) => minute, ({ costNanoUsd }) => costNanoUsd))).toBe(projected.session?.costNanoUsd);
      }),
    );
  });
});
