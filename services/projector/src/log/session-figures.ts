import { totalsOfGroups, whatCounts } from '@agents-fleet/domain';
import type { CostMinuteRow, SessionRow } from '@agents-fleet/read-models';
import { toGroup, type Totals } from './usage-rows.js';

/** The columns of `sessions` that come from its totals. */
export function figuresOf(totals: Totals, options: { countCacheReads: boolean }): Partial<SessionRow> {
  const groups = [...totals.values()].map(toGroup);
  const counted = whatCounts(groups);
  const { tokens, costNanoUsd, confidence, source, models, counted: countedTokens } = totalsOfGroups(groups, options);
  return {
    costNanoUsd,
    inputTokens: tokens.input,
    cacheReadTokens: tokens.cacheRead,
    cacheWrite5mTokens: tokens.cacheWrite5m,
    cacheWrite1hTokens: tokens.cacheWrite1h,
    outputTokens: tokens.output,
    countedTokens,
    confidence,
    usageScope: counted?.scope ?? null,
    usageSource: source,
    tokensSource: counted?.tokensSource ?? null,
    models,
  };
}

/** Which of a session's minutes tell the money that is counted, `null` when none do. */
export function countedMinutes({ id, usageScope, usageSource }: SessionRow): Pick<CostMinuteRow, 'sessionId' | 'view'> | null {
  if (usageScope === null || usageSource === null) return null;
  return { sessionId: id, view: usageScope === 'request' ? 'request' : usageSource };
}
