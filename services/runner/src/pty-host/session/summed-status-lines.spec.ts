import { describe, expect, it } from '@jest/globals';
import { NOTHING_CARRIED, type ModelRates, type UsageRecord } from '@agents-fleet/contracts';
import { DEFAULT_RATES, emptyLedger, ledgerTotals, priceUsage, recordUsage, type LedgerTotals } from '@agents-fleet/domain';
import fc from 'fast-check';
import { HandClock } from '@agents-fleet/terminal/hand-clock';
import { increaseOf, NOTHING_SAID } from '../metering/status-line-increase.js';
import { SessionMeter } from './session-meter.js';

const OVERRIDE: ModelRates = { ...DEFAULT_RATES, source: { kind: 'override', name: 'the operator', asOf: null } };

type Step =
  | { step: 'line'; input: number; output: number; cents: number }
  | { step: 'text'; characters: number }
  | { step: 'pass'; milliseconds: number }
  | { step: 'report'; input: number };

const steps = fc.array(
  fc.oneof(
    // Small figures, so that lines repeat, go down and change in dollars only.
    { weight: 6, arbitrary: fc.record({ step: fc.constant('line' as const), input: fc.nat(30), output: fc.nat(5), cents: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('text' as const), characters: fc.nat(200) }) },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('pass' as const), milliseconds: fc.nat(400) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('report' as const), input: fc.nat(50) }) },
  ),
  { maxLength: 60 },
);

/** @param summed `false`: whatever is said is recorded at once, so there is one record a line */
function metered(summed: boolean, budgetTokens: number, metering: 'characters' | 'reports') {
  const clock = new HandClock();
  const records: UsageRecord[] = [];
  let reachedAfter: { totals: LedgerTotals; by: unknown } | null = null;
  const totals = (rates: ModelRates) => ledgerTotals(records.reduce((ledger, record) => recordUsage(ledger, priceUsage(record, rates)), emptyLedger()), { countCacheReads: false });
  const meter = new SessionMeter({
    sessionId: 'S',
    budget: { version: 1, budgetTokens, budgetNanoUsd: null },
    carried: NOTHING_CARRIED,
    metering,
    countCacheReads: false,
    size: { cols: 80, rows: 24 },
    clock,
    onUsage: (record) => records.push(record),
    onReached: () => {
      const last = records.at(-1);
      // A budget is overshot by the same line; the estimate waits for others in any case.
      reachedAfter ??= { totals: totals(DEFAULT_RATES), by: last?.source === 'statusline' ? last.tokens : last?.source };
    },
    onScreenLost: (error) => { throw error; },
  });
  const print = (text: string) => { meter.sawOutput(new TextEncoder().encode(text)); };
  let requests = 0;
  const take = (step: Step) => {
    // Or its characters would count, once it has not been heard of for a while.
    meter.attend();
    switch (step.step) {
      case 'line':
        // Without its beginning, which would open a screen: that answers in its own time.
        print(`\nin=${step.input}|out=${step.output}|cost=$0.0${step.cents} `);
        break;
      case 'text':
        print('x'.repeat(step.characters));
        break;
      case 'pass':
        clock.pass(step.milliseconds);
        break;
      case 'report': {
        const tokens = { input: step.input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
        const requestId = `r${++requests}`;
        meter.report({ usageId: `S:${requestId}`, requestId, source: 'otel', partial: false, agentSessionId: null, model: 'm', serviceTier: null, tokens, reportedCostNanoUsd: null }, null);
      }
    }
    if (!summed) meter.flush();
  };
  return { meter, take, totals, records, reachedAfter: () => reachedAfter };
}

/** What the lines of a sequence add up to, one by one. */
function saidBy(sequence: readonly Step[]): [input: number, output: number, nanoUsd: number] {
  const lines = sequence.filter((step) => step.step === 'line').map(({ input, output, cents }) => ({ inputTokens: input, outputTokens: output, costNanoUsd: cents * 1e7 }));
  const increases = lines.map((line, i) => increaseOf(lines[i - 1] ?? NOTHING_SAID, line));
  return increases.reduce(([input, output, nanoUsd], { tokens, costNanoUsd }) => [input + tokens.input, output + tokens.output, nanoUsd + costNanoUsd], [0, 0, 0]);
}

function recordedOf(records: readonly UsageRecord[]): [input: number, output: number, nanoUsd: number] {
  const said = records.filter(({ source }) => source === 'statusline');
  return said.reduce(([input, output, nanoUsd], { tokens, reportedCostNanoUsd }) => [input + tokens.input, output + tokens.output, nanoUsd + (reportedCostNanoUsd ?? 0)], [0, 0, 0]);
}

describe('status lines that are summed before they are recorded', () => {
  it.each(['characters', 'reports'] as const)('decide and add up as if each were recorded at once, metered by %s', (metering) => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 400 }), (sequence, budgetTokens) => {
        const [summed, each] = [metered(true, budgetTokens, metering), metered(false, budgetTokens, metering)];
        for (const step of sequence) {
          summed.take(step);
          each.take(step);
          expect(summed.meter.state).toBe(each.meter.state);
        }
        for (const { meter } of [summed, each]) meter.end();
        expect(summed.reachedAfter()).toEqual(each.reachedAfter());
        for (const rates of [DEFAULT_RATES, OVERRIDE]) expect(summed.totals(rates)).toEqual(each.totals(rates));
        expect(recordedOf(summed.records)).toEqual(saidBy(sequence));
        expect(summed.records.length).toBeLessThanOrEqual(each.records.length);
      }),
      { numRuns: 400 },
    );
  });
});
