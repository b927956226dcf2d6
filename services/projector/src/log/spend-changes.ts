import { countsCost, countsTokens, NO_TOKENS, saturated, saturatedTokens, whatCounts } from '@agents-fleet/domain';
import type { SessionRow, SpendChange } from '@agents-fleet/read-models';
import { tokensOf, toGroup, type Totals } from './usage-rows.js';

/** A session and its totals at one moment. */
export interface SpendOrigin {
  session: SessionRow;
  totals: Totals;
}

/** What the rollups have to change when a session's totals do: a better view takes the place of a worse one. */
export function spendChanges(before: SpendOrigin | null, after: SpendOrigin | null): SpendChange[] {
  const sum = new Map<string, SpendChange>();
  const add = (row: SpendChange, sign: 1 | -1) => {
    const key = JSON.stringify([row.day, row.repoPath, row.command, row.model, row.kind]);
    const known = sum.get(key);
    sum.set(key, plus(known ?? { ...row, ...NO_TOKENS, costNanoUsd: 0 }, row, sign));
  };
  for (const row of before === null ? [] : spendOf(before)) add(row, -1);
  for (const row of after === null ? [] : spendOf(after)) add(row, 1);
  return [...sum.values()].filter((row) => row.costNanoUsd !== 0 || Object.values(tokensOf(row)).some((tokens) => tokens !== 0));
}

/** A session's part of the rollups: what its figures count, by day and model. Nothing before it has started. */
function spendOf({ session, totals }: SpendOrigin): SpendChange[] {
  const rows = [...totals.values()];
  const counted = session.started ? whatCounts(rows.map(toGroup)) : null;
  if (counted === null) return [];
  return rows
    .filter((row) => countsCost(counted, row) || countsTokens(counted, row))
    .map((row) => ({
      day: row.day,
      repoPath: session.repoPath,
      command: session.command ?? '',
      model: row.model,
      kind: session.kind,
      ...(countsTokens(counted, row) ? saturatedTokens(tokensOf(row)) : NO_TOKENS),
      costNanoUsd: countsCost(counted, row) ? saturated(row.costNanoUsd) : 0,
    }));
}

function plus(a: SpendChange, b: SpendChange, sign: 1 | -1): SpendChange {
  return {
    ...a,
    input: a.input + sign * b.input,
    cacheRead: a.cacheRead + sign * b.cacheRead,
    cacheWrite5m: a.cacheWrite5m + sign * b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + sign * b.cacheWrite1h,
    output: a.output + sign * b.output,
    costNanoUsd: a.costNanoUsd + sign * b.costNanoUsd,
  };
}
