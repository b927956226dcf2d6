import type { Confidence, TokenClasses, UsageSource } from '@agents-fleet/contracts';
import { saturated } from './saturating.js';
import type { UsageScope, UsageView } from './usage-view.js';

/** Exact sums of tokens: of integers that may be absurd, so beyond what a number holds exactly. */
export type ExactTokens = Readonly<Record<keyof TokenClasses, bigint>>;

/** What all views of a group have in common. Groups and not totals are kept, because totals can't be taken apart again. */
export interface GroupKey {
  readonly scope: UsageScope;
  readonly source: UsageSource;
  readonly confidence: Confidence;
  readonly model: string | null;
}

/** Views of one kind, summed exactly, so that one that a better view replaces can be taken out again. */
export interface UsageGroup extends GroupKey {
  /** How many views it has: at least one. */
  readonly views: number;
  readonly tokens: ExactTokens;
  readonly costNanoUsd: bigint;
}

const NOTHING: Pick<UsageGroup, 'views' | 'tokens' | 'costNanoUsd'> = {
  views: 0,
  tokens: { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n },
  costNanoUsd: 0n,
};

export function groupKeyOf(scope: UsageScope, { source, confidence, model }: UsageView): GroupKey {
  return { scope, source, confidence, model };
}

/** A group with one more view. @param group `undefined` before its first view */
export function addToGroup(group: UsageGroup | undefined, scope: UsageScope, view: UsageView): UsageGroup {
  return change(group ?? { ...groupKeyOf(scope, view), ...NOTHING }, view, 1n);
}

/** A group without a view that was added to it before; `undefined` when it was the last one. */
export function takeFromGroup(group: UsageGroup, view: UsageView): UsageGroup | undefined {
  const rest = change(group, view, -1n);
  return rest.views === 0 ? undefined : rest;
}

/** Tokens as safe integers: an absurd sum stays at the largest. */
export function saturatedTokens(tokens: ExactTokens): TokenClasses {
  return mapTokens((name) => saturated(tokens[name]));
}

/** Exact sum of several groups' tokens. */
export function sumOfTokens(groups: Iterable<Pick<UsageGroup, 'tokens'>>): ExactTokens {
  let sum = NOTHING.tokens;
  for (const { tokens } of groups) {
    const before = sum;
    sum = mapTokens((name) => before[name] + tokens[name]);
  }
  return sum;
}

function change(group: UsageGroup, view: UsageView, sign: 1n | -1n): UsageGroup {
  return {
    ...group,
    views: group.views + Number(sign),
    tokens: mapTokens((name) => group.tokens[name] + sign * BigInt(view.tokens[name])),
    costNanoUsd: group.costNanoUsd + sign * BigInt(view.costNanoUsd),
  };
}

/** Written out: this runs for every record of every session, and is faster than a loop over names. */
function mapTokens<Value>(valueOf: (name: keyof TokenClasses) => Value): Record<keyof TokenClasses, Value> {
  return {
    input: valueOf('input'),
    cacheRead: valueOf('cacheRead'),
    cacheWrite5m: valueOf('cacheWrite5m'),
    cacheWrite1h: valueOf('cacheWrite1h'),
    output: valueOf('output'),
  };
}
