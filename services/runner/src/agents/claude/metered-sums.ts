import type { TokenClasses, UsageRecord } from '@agents-fleet/contracts';
import type { MeteredIncrease, MeteredSum } from './claude-telemetry.js';

const NOTHING: MeteredSum = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costNanoUsd: 0 };

/** A broken-off response with Claude's own count. */
export interface CountedShare {
  record: UsageRecord;
  output: number;
  costNanoUsd: number | null;
}

/** What metrics tell beyond the requests that are known. */
export interface UnknownRest {
  agentSessionId: string;
  model: string;
  tokens: TokenClasses;
  costNanoUsd: number;
}

/**
 * The sums of Claude Code's metrics, by its sessions and models. What they tell beyond the requests that are known is
 * what was broken off: Claude counts that too, but says it nowhere else.
 */
export class MeteredSums {
  readonly #complete: boolean;
  readonly #sums = new Map<string, { agentSessionId: string; model: string; sum: MeteredSum }>();

  /** @param complete whether every increase since the session's start is added */
  constructor(complete: boolean) {
    this.#complete = complete;
  }

  add(increases: readonly MeteredIncrease[]): void {
    for (const { agentSessionId, model, figure, value } of increases) {
      const key = keyOf(agentSessionId, model);
      const known = this.#sums.get(key) ?? { agentSessionId, model, sum: NOTHING };
      this.#sums.set(key, { ...known, sum: { ...known.sum, [figure]: known.sum[figure] + value } });
    }
  }

  /**
   * Claude's own count of broken-off responses, where all of them together are what the metrics tell beyond the finished
   * ones: their prompts are known exactly, so a rest with exactly these prompts is theirs.
   */
  shareOut(open: readonly UsageRecord[], finished: readonly UsageRecord[]): CountedShare[] {
    if (!this.#complete) return [];
    return [...this.#sums].flatMap(([key, { sum }]) => {
      const mine = open.filter((record) => keyOfRecord(record) === key);
      const rest = minus(sum, finished.filter((record) => keyOfRecord(record) === key));
      const theirs = sumOf(mine);
      if (mine.length === 0 || rest.input !== theirs.input || rest.cacheRead !== theirs.cacheRead || rest.cacheWrite !== theirs.cacheWrite) return [];
      // With several in one batch of metrics nobody can say whose is whose; their sum is right all the same.
      const shares = sharesOf(rest.output, mine.map(({ tokens }) => tokens.output));
      const costs = sharesOf(rest.costNanoUsd, mine.map(({ tokens }) => tokens.input + tokens.output));
      return mine.map((record, i) => ({ record, output: shares[i] ?? record.tokens.output, costNanoUsd: costs[i] ?? null }));
    });
  }

  /** What is told beyond all known requests. To be asked once nothing more can come. */
  rest(known: readonly UsageRecord[]): UnknownRest[] {
    if (!this.#complete) return [];
    return [...this.#sums].flatMap(([key, { agentSessionId, model, sum }]) => {
      const { input, output, cacheRead, cacheWrite, costNanoUsd } = minus(sum, known.filter((record) => keyOfRecord(record) === key));
      if (input <= 0) return [];
      // The metrics don't tell lifetimes; the shorter one is the rule.
      const tokens = { input, cacheRead: Math.max(0, cacheRead), cacheWrite5m: Math.max(0, cacheWrite), cacheWrite1h: 0, output: Math.max(0, output) };
      return [{ agentSessionId, model, tokens, costNanoUsd: Math.max(0, costNanoUsd) }];
    });
  }
}

function keyOf(agentSessionId: string | null, model: string | null): string {
  return `${agentSessionId}\n${model}`;
}

function keyOfRecord({ agentSessionId, model }: UsageRecord): string {
  return keyOf(agentSessionId, model);
}

function sumOf(records: readonly UsageRecord[]): MeteredSum {
  return records.reduce(
    (sum, { tokens, reportedCostNanoUsd }) => ({
      input: sum.input + tokens.input,
      output: sum.output + tokens.output,
      cacheRead: sum.cacheRead + tokens.cacheRead,
      cacheWrite: sum.cacheWrite + tokens.cacheWrite5m + tokens.cacheWrite1h,
      costNanoUsd: sum.costNanoUsd + (reportedCostNanoUsd ?? 0),
    }),
    NOTHING,
  );
}

function minus(sum: MeteredSum, records: readonly UsageRecord[]): MeteredSum {
  const known = sumOf(records);
  return {
    input: sum.input - known.input,
    output: sum.output - known.output,
    cacheRead: sum.cacheRead - known.cacheRead,
    cacheWrite: sum.cacheWrite - known.cacheWrite,
    costNanoUsd: sum.costNanoUsd - known.costNanoUsd,
  };
}

/** Splits a whole number by weights, so that the parts add up to it. */
function sharesOf(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  let given = 0;
  return weights.map((weight, i) => {
    const share = i === weights.length - 1 ? total - given : Math.floor(sum === 0 ? total / weights.length : (total * weight) / sum);
    given += share;
    return Math.max(0, share);
  });
}
