import type { CarriedSpend } from '@agents-fleet/contracts';
import { saturatingSum } from './saturating.js';

/** What a session may use over its whole life. `null` means no limit in that dimension. */
export interface Budget {
  readonly budgetTokens: number | null;
  readonly budgetNanoUsd: number | null;
}

/** Whether there is anything to weigh what is spent against. */
export function isLimited({ budgetTokens, budgetNanoUsd }: Budget): boolean {
  return budgetTokens !== null || budgetNanoUsd !== null;
}

/** A budget with its version: 1 at the session's start, one more with each change. */
export interface VersionedBudget extends Budget {
  readonly version: number;
}

/** What a budget is compared with: `counted` tokens and its cost. */
export interface Spent {
  readonly counted: number;
  readonly costNanoUsd: number;
}

/**
 * What counts against a session's budget: what the sessions that it resumes had spent before, and its own totals. A
 * budget covers the whole chain (design, ledger rule 7).
 */
export function spentOf(carried: CarriedSpend, totals: Spent): Spent {
  return {
    counted: saturatingSum(carried.countedTokens, totals.counted),
    costNanoUsd: saturatingSum(carried.costNanoUsd, totals.costNanoUsd),
  };
}

/** `none`: no budget at all. */
export type BudgetState = 'none' | 'armed' | 'warned' | 'reached';
export type BudgetDimension = 'tokens' | 'usd';
/** The two limits that are announced, each once for a version of the budget. */
export type LimitThreshold = 'warned' | 'reached';

/** The warning comes at 4/5 of a budget. A fraction of integers, so that 80 % is exact for every budget. */
const WARN_NUMERATOR = 4;
const WARN_DENOMINATOR = 5;

/**
 * Where a session stands against its budget: tokens or USD, whichever is further. Pure, and the only place that
 * knows the rule: the budget service decides by it, and so does the runner's lease while nothing else can be reached.
 */
export function decideBudget(budget: Budget, spent: Spent): BudgetState {
  if (!isLimited(budget)) return 'none';
  const states = dimensions(budget, spent).map(({ used, limit }) => stateOf(used, limit));
  if (states.includes('reached')) return 'reached';
  return states.includes('warned') ? 'warned' : 'armed';
}

/** The dimension that is furthest along, once one has passed its warning; `null` before. A tie says `tokens`. */
export function crossedDimension(budget: Budget, spent: Spent): BudgetDimension | null {
  const crossed = dimensions(budget, spent).filter(({ used, limit }) => stateOf(used, limit) !== 'armed');
  // `sort` is stable and tokens come first, so a tie says tokens. A limit of 0 is as far along as can be.
  crossed.sort((a, b) => share(b) - share(a));
  return crossed[0]?.dimension ?? null;
}

/**
 * The limits to announce now, in the order in which they must be published: a budget that is used up in one step is
 * warned about first, then reached.
 * @param announced what this version of the budget has announced already
 */
export function dueLimits(budget: Budget, spent: Spent, announced: ReadonlySet<LimitThreshold>): LimitThreshold[] {
  const state = decideBudget(budget, spent);
  const crossed: LimitThreshold[] = state === 'reached' ? ['warned', 'reached'] : state === 'warned' ? ['warned'] : [];
  // After `reached` there is nothing left to warn about: a late warning would only confuse its reader.
  return announced.has('reached') ? [] : crossed.filter((threshold) => !announced.has(threshold));
}

/** A change of a budget: an absent field leaves it, `null` removes it. */
export interface BudgetChange {
  budgetTokens?: number | null | undefined;
  budgetNanoUsd?: number | null | undefined;
}

/**
 * The budget after a change. A raised budget is armed anew, a lowered one may be reached at once: both follow from
 * the new version, for which nothing has been announced yet. A change that changes nothing gives the same budget, so
 * that a repeated request is harmless.
 */
export function applyBudgetChange(budget: VersionedBudget, change: BudgetChange): VersionedBudget {
  const budgetTokens = change.budgetTokens === undefined ? budget.budgetTokens : change.budgetTokens;
  const budgetNanoUsd = change.budgetNanoUsd === undefined ? budget.budgetNanoUsd : change.budgetNanoUsd;
  if (budgetTokens === budget.budgetTokens && budgetNanoUsd === budget.budgetNanoUsd) return budget;
  return { version: budget.version + 1, budgetTokens, budgetNanoUsd };
}

interface Dimension {
  dimension: BudgetDimension;
  used: number;
  limit: number;
}

function dimensions(budget: Budget, spent: Spent): Dimension[] {
  const all: Dimension[] = [];
  if (budget.budgetTokens !== null) all.push({ dimension: 'tokens', used: spent.counted, limit: budget.budgetTokens });
  if (budget.budgetNanoUsd !== null) all.push({ dimension: 'usd', used: spent.costNanoUsd, limit: budget.budgetNanoUsd });
  return all;
}

function stateOf(used: number, limit: number): Exclude<BudgetState, 'none'> {
  if (used >= limit) return 'reached';
  return used * WARN_DENOMINATOR >= limit * WARN_NUMERATOR ? 'warned' : 'armed';
}

function share({ used, limit }: Dimension): number {
  return limit === 0 ? Number.MAX_VALUE : used / limit;
}
