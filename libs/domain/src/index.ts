export {
  addTokens,
  CHARACTERS_PER_TOKEN,
  countedTokens,
  estimateIncrease,
  estimateTokens,
  NO_TOKENS,
  totalTokens,
} from './tokens.js';
export { compareSources, confidenceOf, worseConfidence } from './confidence.js';
export { DEFAULT_RATES, priceUsage, type TokenRates } from './pricing.js';
export {
  addToSource,
  bestTotals,
  bestViews,
  emptyLedger,
  ledgerTotals,
  recordUsage,
  type BestViews,
  type Ledger,
  type LedgerTotals,
  type SourceTotals,
  type TotalsBySource,
} from './ledger.js';
export {
  applyBudgetChange,
  crossedDimension,
  decideBudget,
  dueLimits,
  type Budget,
  type BudgetChange,
  type BudgetDimension,
  type BudgetState,
  type LimitThreshold,
  type Spent,
  type VersionedBudget,
} from './budget.js';
