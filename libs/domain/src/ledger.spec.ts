import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { usageSourceSchema, type PricedUsage, type TokenClasses, type UsageRecord } from '@agents-fleet/contracts';
import { worseConfidence } from './confidence.js';
import { emptyLedger, ledgerTotals, recordUsage, type Ledger } from './ledger.js';
import { priceUsage } from './pricing.js';
import { addTokens, countedTokens, NO_TOKENS } from './tokens.js';
import { compareViews } from './usage-view.js';

const options = { countCacheReads: false };
const noUsage: UsageRecord = {
  usageId: 'u',
  requestId: null,
  source: 'estimate',
  partial: false,
  agentSessionId: null,
  model: null,
  serviceTier: null,
  tokens: NO_TOKENS,
  reportedCostNanoUsd: null,
};
const usage = (choices: Partial<UsageRecord> & { usageId: string }): PricedUsage => priceUsage({ ...noUsage, ...choices });
const ledgerOf = (records: readonly PricedUsage[]): Ledger => records.reduce(recordUsage, emptyLedger());
const totalsOf = (records: readonly PricedUsage[]) => ledgerTotals(ledgerOf(records), options);

const tokenClasses: fc.Arbitrary<TokenClasses> = fc.record({
  input: fc.nat(1e9),
  cacheRead: fc.nat(1e9),
  cacheWrite5m: fc.nat(1e9),
  cacheWrite1h: fc.nat(1e9),
  output: fc.nat(1e9),
});
/** Few ids, so that most requests and some reports are seen more than once, in other words each time. */
const aRecord: fc.Arbitrary<PricedUsage> = fc
  .record({
    usageId: fc.nat(30).map((number) => `u${number}`),
    requestId: fc.option(fc.nat(8).map((number) => `r${number}`)),
    source: fc.constantFrom(...usageSourceSchema.options),
    partial: fc.boolean(),
    model: fc.constantFrom(null, 'model-a', 'model-b'),
    tokens: fc.oneof(tokenClasses, fc.constant(NO_TOKENS)),
    reportedCostNanoUsd: fc.option(fc.nat(1e12)),
  })
  .map(usage);
const records = fc.array(aRecord, { maxLength: 40 });
const requests = fc.array(aRecord.map((record): PricedUsage => ({ ...record, requestId: record.requestId ?? 'r0' })), { minLength: 1, maxLength: 40 });
const absurd = { ...NO_TOKENS, output: Number.MAX_SAFE_INTEGER };

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

  it('stays a safe integer for absurd figures', () => {
    const totals = totalsOf([usage({ usageId: 'u1', tokens: absurd }), usage({ usageId: 'u2', tokens: absurd })]);
    expect(totals.counted).toBe(Number.MAX_SAFE_INTEGER);
    expect(totals.costNanoUsd).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('forgets nothing of the sane figures when absurd ones turn out to be wrong', () => {
    const sane = [1, 2, 3].map((number) => usage({ usageId: `sane${number}`, requestId: `sane${number}`, source: 'otel', tokens: { ...NO_TOKENS, input: number } }));
    const wrong = [1, 2].map((number) => usage({ usageId: `wrong${number}`, requestId: `w${number}`, partial: true, tokens: absurd }));
    const right = [1, 2].map((number) => usage({ usageId: `right${number}`, requestId: `w${number}`, tokens: { ...NO_TOKENS, input: 10 } }));
    expect(totalsOf([...sane, ...wrong]).counted).toBe(Number.MAX_SAFE_INTEGER);
    expect(totalsOf([...sane, ...wrong, ...right])).toEqual(totalsOf([...sane, ...right]));
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

  it('a view of a known request that tells nothing better changes nothing', () => {
    fc.assert(
      fc.property(requests, fc.nat(), (given, choice) => {
        const ledger = ledgerOf(given);
        const one = given[choice % given.length]!;
        expect(recordUsage(ledger, one)).toBe(ledger);
        for (const worse of [{ ...one, partial: true, tokens: NO_TOKENS }, { ...one, source: 'estimate' as const, costNanoUsd: 0, tokens: NO_TOKENS }]) {
          expect(recordUsage(ledger, { ...worse, usageId: 'worse' })).toBe(ledger);
        }
      }),
    );
  });

  it('another request only adds: its tokens, its cost, its doubts', () => {
    fc.assert(
      fc.property(requests, aRecord, (given, record) => {
        const another = { ...record, requestId: 'another' };
        const [before, after] = [totalsOf(given), totalsOf([...given, another])];
        expect(after.counted).toBe(before.counted + countedTokens(another.tokens, options));
        expect(after.costNanoUsd).toBe(before.costNanoUsd + another.costNanoUsd);
        expect(after.confidence).toBe(worseConfidence(before.confidence!, another.confidence));
      }),
    );
  });

  it('counts each request by exactly one of its views, which none of its others beats', () => {
    fc.assert(
      fc.property(requests, (given) => {
        const best = new Map<string, PricedUsage>();
        for (const view of given) {
          const known = best.get(view.requestId!);
          if (known === undefined || compareViews(view, known) < 0) best.set(view.requestId!, view);
        }
        const totals = totalsOf(given);
        expect(totals.costNanoUsd).toBe([...best.values()].reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0));
        expect(totals.tokens).toEqual([...best.values()].map(({ tokens }) => tokens).reduce(addTokens));
        // So never less than any single view that counts.
        for (const { costNanoUsd } of best.values()) expect(totals.costNanoUsd).toBeGreaterThanOrEqual(costNanoUsd);
      }),
    );
  });

  it('does not look at what is said of the session as a whole once a request is known', () => {
    fc.assert(
      fc.property(requests, records, (given, more) => {
        expect(totalsOf([...more.map((record) => ({ ...record, requestId: null })), ...given])).toEqual(totalsOf(given));
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

  it('records 50,000 requests, each of them twice, without copying what it knows', () => {
    let ledger = emptyLedger();
    for (let index = 0; index < 100_000; index += 1) {
      const requestId = `r${index % 50_000}`;
      const output = index < 50_000 ? 1 : 2;
      // A map that was copied each time would take hours here, which is what fails this, not a clock.
      ledger = recordUsage(ledger, usage({ usageId: `u${index}`, requestId, source: 'otel', tokens: { ...NO_TOKENS, output } }));
    }
    expect(ledgerTotals(ledger, options).counted).toBe(100_000);
  });
});
