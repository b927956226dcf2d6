import type { TokenClasses, UsageRecord } from '@agents-fleet/contracts';
import { addTokens, NO_TOKENS, saturatingSum, totalTokens } from '@agents-fleet/domain';
import type { StatusLine } from './status-line.js';

/** What one status line says more than the one before. */
export interface StatusLineIncrease {
  tokens: TokenClasses;
  costNanoUsd: number;
}

/**
 * Sums of increases that wait to be recorded, each as the record that it will be. Increases of dollars alone have a sum
 * of their own: an operator's price takes the place of the dollars that stand beside tokens, and of no others.
 */
export interface UnrecordedLines {
  readonly withTokens: UsageRecord | null;
  readonly dollarsAlone: UsageRecord | null;
}

export const NOTHING_UNRECORDED: UnrecordedLines = { withTokens: null, dollarsAlone: null };

/** Before the first line. */
export const NOTHING_SAID: StatusLine = { inputTokens: 0, outputTokens: 0, costNanoUsd: 0 };

/** Figures are totals of one agent run: when any of them went down, another run has begun, and all that it says is new. */
export function increaseOf(last: StatusLine, line: StatusLine): StatusLineIncrease {
  const anotherRun =
    line.inputTokens < last.inputTokens || line.outputTokens < last.outputTokens || line.costNanoUsd < last.costNanoUsd;
  const before = anotherRun ? NOTHING_SAID : last;
  return {
    tokens: { ...NO_TOKENS, input: line.inputTokens - before.inputTokens, output: line.outputTokens - before.outputTokens },
    costNanoUsd: line.costNanoUsd - before.costNanoUsd,
  };
}

/** The sum that an increase belongs to; `null` when it is none. */
export function sumOf({ tokens, costNanoUsd }: StatusLineIncrease): keyof UnrecordedLines | null {
  if (totalTokens(tokens) > 0) return 'withTokens';
  return costNanoUsd > 0 ? 'dollarsAlone' : null;
}

/** The same record with an increase more. */
export function withIncrease(record: UsageRecord, { tokens, costNanoUsd }: StatusLineIncrease): UsageRecord {
  return { ...record, tokens: addTokens(record.tokens, tokens), reportedCostNanoUsd: saturatingSum(record.reportedCostNanoUsd ?? 0, costNanoUsd) };
}
