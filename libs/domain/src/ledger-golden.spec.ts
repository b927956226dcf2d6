import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { modelRatesSchema, usageRecordSchema, type PricedUsage } from '@agents-fleet/contracts';
import * as z from 'zod';
import { emptyLedger, ledgerTotals, recordUsage } from './ledger.js';
import { priceUsage } from './pricing.js';

const GOLDEN = new URL('../golden/', import.meta.url);
const goldenSchema = z.strictObject({
  /** What the case shows, and where it comes from. */
  about: z.string(),
  /** Prices by model; a model that has none here is unknown. */
  rates: z.record(z.string(), modelRatesSchema),
  records: z.array(usageRecordSchema).min(1),
  /** Worked out by hand. */
  totals: z.unknown(),
});

const cases = readdirSync(GOLDEN).map((file) => ({
  name: file.replace(/\.json$/, ''),
  ...goldenSchema.parse(JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8'))),
}));

/** What is counted, of records in some order. */
const totalsOf = (records: readonly PricedUsage[]) => ledgerTotals(records.reduce(recordUsage, emptyLedger()), { countCacheReads: false });

describe('golden cases', () => {
  it.each(cases)('$name', ({ records, rates, totals }) => {
    const priced = records.map((record) => priceUsage(record, rates[record.model ?? '']));
    expect(totalsOf(priced)).toEqual(totals);
    expect(totalsOf([...priced].reverse())).toEqual(totals);
    expect(totalsOf([...priced, ...priced])).toEqual(totals);
  });
});
