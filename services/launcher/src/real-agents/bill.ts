/** Tokens that the stand-in billed for one request. `input` excludes what was read from or written to the cache. */
export interface Bill {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
}

/** Output tokens of a tool call: what a short command takes. */
export const TOOL_CALL_TOKENS = 20;

/**
 * The bill of a request whose answer has `output` tokens so far. Each request of a test is billed a little more than the
 * one before, so that figures of one that are taken for another's are seen.
 * @param index of the request, from 0
 */
export function billOf(index: number, output: number): Bill {
  return { input: 1200 + 7 * index, cacheRead: 15_000 + 11 * index, cacheWrite5m: 100 + 3 * index, cacheWrite1h: 200 + 5 * index, output };
}

/** The sum of bills, class by class. */
export function sumOfBills(bills: readonly Bill[]): Bill {
  return bills.reduce<Bill>(
    (sum, bill) => ({
      input: sum.input + bill.input,
      cacheRead: sum.cacheRead + bill.cacheRead,
      cacheWrite5m: sum.cacheWrite5m + bill.cacheWrite5m,
      cacheWrite1h: sum.cacheWrite1h + bill.cacheWrite1h,
      output: sum.output + bill.output,
    }),
    { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  );
}

/** USD per million tokens that Claude Code 2.1.330 itself reckons for its default model, which the stand-in can't set. */
const CLAUDE_RATES: Bill = { input: 4, cacheRead: 0.2, cacheWrite5m: 5, cacheWrite1h: 8, output: 20 };

/** What Claude shows as the cost of a bill, in USD. */
export function claudeCost(bill: Bill): number {
  return (Object.keys(CLAUDE_RATES) as (keyof Bill)[]).reduce((usd, key) => usd + (bill[key] * CLAUDE_RATES[key]) / 1e6, 0);
}
