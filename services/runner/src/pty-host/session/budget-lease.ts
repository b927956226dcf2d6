import type { CarriedSpend, ModelRates, UsageRecord } from '@agents-fleet/contracts';
import {
  countedTokens,
  decideBudget,
  emptyLedger,
  isLimited,
  ledgerTotals,
  NO_TOKENS,
  priceUsage,
  recordUsage,
  spentOf,
  type BudgetState,
  type Ledger,
  type Spent,
  type VersionedBudget,
} from '@agents-fleet/domain';
import type { Clock } from '@agents-fleet/terminal';
import { PrintedText } from '../metering/printed-text.js';

/** What a large model writes in a second; Claude Code reckoned 54 for an answer of 80 s that it broke off. */
const TOKENS_A_SECOND = 60;
const NOTHING: Spent = { counted: 0, costNanoUsd: 0 };
/** The request under way, for its price only: it is recorded when it is reported. */
const ASKING = {
  usageId: 'asking',
  requestId: null,
  source: 'estimate',
  partial: true,
  agentSessionId: null,
  model: null,
  serviceTier: null,
  reportedCostNanoUsd: null,
} as const;

export interface BudgetLeaseOptions {
  budget: VersionedBudget;
  /** What the sessions that this one resumes have spent: it counts against the budget. */
  carried: CarriedSpend;
  countCacheReads: boolean;
  clock: Clock;
}

/**
 * The lease of a session's budget: decides by the same pure functions as the budget service, on what was seen here, so
 * that it works with every other process dead. To what is known it adds what nobody knows yet (decision 12).
 */
export class BudgetLease {
  readonly #options: BudgetLeaseOptions;
  #budget: VersionedBudget;
  #ledger: Ledger = emptyLedger();
  /** What characters stood for since usage was last known. */
  #guessed = NOTHING;
  /** Of the newest request that is known: the one under way will cost the like. */
  #rates: ModelRates | undefined;
  #asking: { since: number; text: PrintedText } | null = null;

  constructor(options: BudgetLeaseOptions) {
    this.#options = options;
    this.#budget = options.budget;
  }

  get budget(): VersionedBudget {
    return this.#budget;
  }

  /** A newer budget. @returns whether it is one: an older one, as a redelivery brings, changes nothing */
  renew(budget: VersionedBudget): boolean {
    if (budget.version <= this.#budget.version) return false;
    this.#budget = budget;
    return true;
  }

  /** Where the session stands against its budget. */
  get state(): BudgetState {
    return this.#stateOf(this.#ledger, this.#guessed);
  }

  /** Where it would stand with one record more. @param isGuess as in `guess` */
  stateWith(record: UsageRecord, isGuess: boolean): BudgetState {
    if (isGuess) return this.#stateOf(this.#ledger, this.#guessWith(record));
    return this.#stateOf(recordUsage(this.#ledger, priceUsage(record)), this.#guessed);
  }

  /**
   * Usage that is known: it takes the place of all guesses.
   * @param rates what the model's tokens cost; without, the default rate
   * @returns whether it tells something new
   */
  record(record: UsageRecord, rates?: ModelRates): boolean {
    const ledger = recordUsage(this.#ledger, priceUsage(record, rates));
    const isNew = ledger !== this.#ledger;
    this.#ledger = ledger;
    return isNew;
  }

  /** The same of a request that was reported: guesses, and what was printed so far, are told by it. */
  recordReported(record: UsageRecord, rates: ModelRates | undefined): boolean {
    this.#guessed = NOTHING;
    this.#rates = rates;
    if (this.#asking !== null) this.setAsking(true);
    return this.record(record, rates);
  }

  /** Usage that nobody knows: the ledger would leave it out beside exact figures, but it stands for what those do not tell. */
  guess(record: UsageRecord): void {
    this.#guessed = this.#guessWith(record);
  }

  /** Whether a model request is under way. */
  setAsking(asking: boolean): void {
    this.#asking = asking ? { since: this.#options.clock.now(), text: new PrintedText() } : null;
  }

  /** @returns whether that counts, because a request is under way */
  sawOutput(bytes: Uint8Array): boolean {
    this.#asking?.text.add(bytes);
    return this.#asking !== null;
  }

  /** Output of the request under way, in tokens: as much as a model writes in the time, if so much is new on the screen. */
  get askingTokens(): number {
    if (this.#asking === null) return 0;
    const { since, text } = this.#asking;
    return Math.min(text.characters, Math.round(((this.#options.clock.now() - since) / 1_000) * TOKENS_A_SECOND));
  }

  #stateOf(ledger: Ledger, guessed: Spent): BudgetState {
    if (!isLimited(this.#budget)) return 'none';
    const totals = ledgerTotals(ledger, this.#options);
    const asking = this.#spentBy({ ...ASKING, tokens: { ...NO_TOKENS, output: this.askingTokens } }, this.#rates);
    const own = [guessed, asking].reduce((sum, spent) => spentOf({ countedTokens: sum.counted, costNanoUsd: sum.costNanoUsd }, spent), totals);
    return decideBudget(this.#budget, spentOf(this.#options.carried, own));
  }

  #guessWith(record: UsageRecord): Spent {
    const { counted: countedTokensBefore, costNanoUsd } = this.#guessed;
    return spentOf({ countedTokens: countedTokensBefore, costNanoUsd }, this.#spentBy(record));
  }

  #spentBy(record: UsageRecord, rates?: ModelRates): Spent {
    return { counted: countedTokens(record.tokens, this.#options), costNanoUsd: priceUsage(record, rates).costNanoUsd };
  }
}
