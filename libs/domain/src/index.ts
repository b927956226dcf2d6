export {
  addTokens,
  CHARACTERS_PER_TOKEN,
  countedTokens,
  estimateIncrease,
  estimateTokens,
  NO_TOKENS,
  promptTokens,
  TOKEN_CLASSES,
  totalTokens,
} from './tokens.js';
export { compareSources, confidenceOf, worseConfidence } from './confidence.js';
export { DEFAULT_RATES, priceUsage, pricesFor } from './pricing.js';
export { compareViews, scopeOf, viewOf, type UsageScope, type UsageView } from './usage-view.js';
export {
  addToGroup,
  groupKeyOf,
  saturatedTokens,
  takeFromGroup,
  type ExactTokens,
  type GroupKey,
  type UsageGroup,
} from './usage-group.js';
export {
  countsCost,
  countsTokens,
  totalsOfGroups,
  whatCounts,
  type Counted,
  type LedgerTotals,
} from './counted-groups.js';
export { emptyLedger, ledgerTotals, recordUsage, type Ledger } from './ledger.js';
export { saturated, saturatingSum } from './saturating.js';
export {
  applyBudgetChange,
  crossedDimension,
  decideBudget,
  dueLimits,
  isLimited,
  spentOf,
  type Budget,
  type BudgetChange,
  type BudgetDimension,
  type BudgetState,
  type LimitThreshold,
  type Spent,
  type VersionedBudget,
} from './budget.js';
