import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PricedUsage, TokenClasses, UsageRecord } from '@agents-fleet/contracts';
import { emptyLedger, ledgerTotals, recordUsage, type Ledger } from './ledger.js';
import { priceUsage } from './pricing.js';
import { NO_TOKENS } from './tokens.js';

const options = { countCacheReads: false };
const usage = (partial: Partial<UsageRecord> & { usageId: string }): PricedUsage =>
  priceUsage({
    requestId: null, source: 'estimate', partial: false, agentSessionId: null, model: null, serviceTier: null, tokens: NO_TOKENS, reportedCostNanoUsd: null, ...partial });
const ledgerOf = (records: readonly PricedUsage[]): Ledger => records.reduce(recordUsage, emptyLedger());
const totalsOf = (records: readonly PricedUsage[]) => ledgerTotals(ledgerOf(records), options);

const tokenClasses: fc.Arbitrary<TokenClasses> = fc.record({
  input: fc.nat(1e9),
  cacheRead: fc.nat(1e9),
  cacheWrite5m: fc.nat(1e9),
  cacheWrite1h: fc.nat(1e9),
  output: fc.nat(1e9),
});
const records: fc.Arbitrary<PricedUsage[]> = fc
  .array(
    fc.record({
      source: fc.constantFrom('sdk' as const, 'otel' as const, 'transcript' as const, 'statusline' as const, 'estimate' as const),
      model: fc.constantFrom(null, 'model-a', 'model-b'),
      tokens: tokenClasses,
      reportedCostNanoUsd: fc.option(fc.nat(1e12)),
    }),
    { maxLength: 40 },
  )
  .map((parts) => parts.map((part, index) => usage({ usageId: `u${index}`, ...part })));

describe('the ledger', () => {
  it('given nothing, then it knows nothing', () => {
    expect(totalsOf([])).toEqual({ source: null, tokens: NO_TOKENS, counted: 0, costNanoUsd: 0, confidence: null, models: [] });
  });

  it('given the same usage again, then it changes nothing', () => {
    const record = usage({ usageId: 'u1', tokens: { ...NO_TOKENS, input: 10, output: 2 } });
    const once = recordUsage(emptyLedger(), record);
    expect(recordUsage(once, record)).toBe(once);
  });

  it('does not change the ledger that it is given', () => {
    const before = ledgerOf([usage({ usageId: 'u1', tokens: { ...NO_TOKENS, input: 10 } })]);
    recordUsage(before, usage({ usageId: 'u2', tokens: { ...NO_TOKENS, input: 5 } }));
    expect(ledgerTotals(before, options).counted).toBe(10);
  });

  it('given two views of the same requests, then only the better one counts', () => {
    const totals = totalsOf([
      usage({ usageId: 'guess', source: 'estimate', tokens: { ...NO_TOKENS, output: 900 } }),
      usage({ usageId: 'own', source: 'otel', model: 'model-a', tokens: { ...NO_TOKENS, output: 100 }, reportedCostNanoUsd: 7 }),
    ]);
    expect(totals).toEqual({
      source: 'otel',
      tokens: { ...NO_TOKENS, output: 100 },
      counted: 100,
      costNanoUsd: 7,
      confidence: 'exact',
      models: ['model-a'],
    });
  });

  it('given a best source without tokens, then the next one fills them in and the worse confidence shows', () => {
    const totals = totalsOf([
      usage({ usageId: 'dollars', source: 'statusline', reportedCostNanoUsd: 5_000 }),
      usage({ usageId: 'guess', source: 'estimate', tokens: { ...NO_TOKENS, output: 40 } }),
    ]);
    expect(totals).toMatchObject({ source: 'statusline', counted: 40, costNanoUsd: 5_000, confidence: 'assumed' });
  });

  it('counts cache reads only when the setting says so', () => {
    const tokens = { input: 1, cacheRead: 100, cacheWrite5m: 2, cacheWrite1h: 3, output: 4 };
    const ledger = ledgerOf([usage({ usageId: 'u1', source: 'sdk', tokens })]);
    expect(ledgerTotals(ledger, { countCacheReads: false }).counted).toBe(10);
    expect(ledgerTotals(ledger, { countCacheReads: true }).counted).toBe(110);
  });

  it('stays an exact integer for absurd figures', () => {
    const absurd = { ...NO_TOKENS, output: Number.MAX_SAFE_INTEGER };
    const totals = totalsOf([usage({ usageId: 'u1', tokens: absurd }), usage({ usageId: 'u2', tokens: absurd })]);
    expect(totals.counted).toBe(Number.MAX_SAFE_INTEGER);
    expect(totals.costNanoUsd).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('any order and any duplication give the same totals', () => {
    fc.assert(
      fc.property(records, fc.infiniteStream(fc.nat()), (given, choices) => {
        const pick = (length: number) => (choices.next().value as number) % Math.max(length, 1);
        const shuffled = [...given, ...given.filter(() => pick(2) === 0)];
        for (let index = shuffled.length - 1; index > 0; index -= 1) {
          const other = pick(index + 1);
          [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
        }
        expect(totalsOf(shuffled)).toEqual(totalsOf(given));
      }),
    );
  });

  it('any split of a usage into smaller ones gives the same totals', () => {
    fc.assert(
      fc.property(tokenClasses, fc.double({ min: 0, max: 1, noNaN: true }), (tokens, share) => {
        const keys = Object.keys(tokens) as (keyof TokenClasses)[];
        const part = Object.fromEntries(keys.map((key) => [key, Math.floor(tokens[key] * share)])) as TokenClasses;
        const rest = Object.fromEntries(keys.map((key) => [key, tokens[key] - part[key]])) as TokenClasses;
        expect(totalsOf([usage({ usageId: 'a', tokens: part }), usage({ usageId: 'b', tokens: rest })])).toEqual(
          totalsOf([usage({ usageId: 'whole', tokens })]),
        );
      }),
    );
  });

  it('records 50,000 usages in well under a second', () => {
    const started = performance.now();
    let ledger = emptyLedger();
    for (let index = 0; index < 50_000; index += 1) ledger = recordUsage(ledger, usage({ usageId: `u${index}`, tokens: { ...NO_TOKENS, output: 1 } }));
    expect(ledgerTotals(ledger, options).counted).toBe(50_000);
    // A copied set would take about a minute here; the limit is wide enough for a loaded machine.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
