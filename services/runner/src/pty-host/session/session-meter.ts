import type { UsageRecord } from '@agents-fleet/contracts';
import { decideBudget, emptyLedger, ledgerTotals, priceUsage, recordUsage, type BudgetState, type Ledger, type VersionedBudget } from '@agents-fleet/domain';
import type { Clock } from '@agents-fleet/terminal';
import { CharacterCount } from '../metering/character-count.js';
import { StatusLineReader, type StatusLine } from '../metering/status-line-reader.js';
import { meterCharacters, meterStatusLine, newMeter, type Metered } from '../metering/usage-meter.js';

/** Longest time in milliseconds that usage goes unrecorded: a quarter of a second of money, and four events a second. */
const FLUSH_AFTER_MS = 250;
/** Output that pauses this long, in milliseconds, has finished what it was painting. */
const QUIET_MS = 100;

export interface SessionMeterOptions {
  sessionId: string;
  budget: VersionedBudget;
  countCacheReads: boolean;
  clock: Clock;
  /** Called with each usage record, in order. */
  onUsage: (record: UsageRecord) => void;
  /** Called when the budget is used up, after the record that did it. Again for a changed budget that is. */
  onReached: () => void;
}

/**
 * Turns what goes in and out of a session into usage, and holds the lease of its budget: it decides by the same pure
 * function as the budget service, on what it saw itself, so that it works with every other process dead.
 */
export class SessionMeter {
  readonly #options: SessionMeterOptions;
  readonly #input = new CharacterCount();
  readonly #output = new CharacterCount();
  readonly #statusLine = new StatusLineReader();
  #meter = newMeter();
  #ledger: Ledger = emptyLedger();
  #budget: VersionedBudget;
  #lastOutput = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;

  constructor(options: SessionMeterOptions) {
    this.#options = options;
    this.#budget = options.budget;
  }

  get budget(): VersionedBudget {
    return this.#budget;
  }

  /** A newer budget; an older one, as a redelivery brings, changes nothing. */
  renew(budget: VersionedBudget): void {
    if (budget.version <= this.#budget.version) return;
    this.#budget = budget;
    this.flush();
    this.#tellIfReached();
  }

  sawInput(bytes: Uint8Array): void {
    this.#input.add(bytes);
    this.#weigh();
  }

  sawOutput(bytes: Uint8Array): void {
    const text = this.#output.add(bytes);
    this.#lastOutput = this.#options.clock.now();
    for (const line of this.#statusLine.feed(text)) this.#take(line);
    this.#weigh();
  }

  /** Records what is not recorded yet. */
  flush(): void {
    this.#record(this.#pending());
  }

  /** The session's end: nothing more will come. */
  end(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const line of this.#statusLine.settle({ ended: true })) this.#take(line);
    this.flush();
  }

  /** Records at once when that crosses a threshold, else soon. */
  #weigh(): void {
    const pending = this.#pending();
    if (pending.record !== null && this.#state(this.#with(pending.record)) !== this.#state(this.#ledger)) this.#record(pending);
    else this.#soon();
  }

  #take(line: StatusLine): void {
    this.#record(meterStatusLine(this.#meter, this.#options.sessionId, line));
  }

  #pending(): Metered {
    return meterCharacters(this.#meter, this.#options.sessionId, { input: this.#input.characters, output: this.#output.characters });
  }

  #record({ state, record }: Metered): void {
    this.#meter = state;
    if (record === null) return;
    this.#ledger = this.#with(record);
    this.#options.onUsage(record);
    this.#tellIfReached();
  }

  #tellIfReached(): void {
    if (this.#state(this.#ledger) === 'reached') this.#options.onReached();
  }

  #with(record: UsageRecord): Ledger {
    return recordUsage(this.#ledger, priceUsage(record));
  }

  #state(ledger: Ledger): BudgetState {
    return decideBudget(this.#budget, ledgerTotals(ledger, this.#options));
  }

  #soon(): void {
    this.#cancelTimer ??= this.#options.clock.after(FLUSH_AFTER_MS, () => {
      this.#cancelTimer = null;
      this.flush();
      const quiet = this.#options.clock.now() - this.#lastOutput;
      if (quiet < QUIET_MS) this.#soon();
      else for (const line of this.#statusLine.settle()) this.#take(line);
    });
  }
}
