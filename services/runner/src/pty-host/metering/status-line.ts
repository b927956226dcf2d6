import { usdToNanoUsd } from '@agents-fleet/contracts';

/** What a status line says: totals since its agent's start, safe integers. */
export interface StatusLine {
  inputTokens: number;
  outputTokens: number;
  costNanoUsd: number;
}

/**
 * The figures of a line as they were printed, in decimal digits. Anything can print a line: a figure that is too large
 * to be exact becomes the largest that is, because an event with it could not be read, and a sum with infinity not be made.
 */
export function statusLineOf({ inputTokens, outputTokens, usd }: { inputTokens: string; outputTokens: string; usd: string }): StatusLine {
  return {
    inputTokens: bounded(Number(inputTokens)),
    outputTokens: bounded(Number(outputTokens)),
    costNanoUsd: bounded(usdToNanoUsd(Number(usd))),
  };
}

function bounded(figure: number): number {
  return Math.min(figure, Number.MAX_SAFE_INTEGER);
}
