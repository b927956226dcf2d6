import type { UsageRecord } from '@agents-fleet/contracts';
import { decideBudget, emptyLedger, ledgerTotals, priceUsage, recordUsage, type BudgetState, type Ledger, type VersionedBudget } from '@agents-fleet/domain';
import type { Clock } from '@agents-fleet/terminal';
import { CharacterCount } from '../metering/character-count.js';
import { PaintedStatusLine } from '../metering/painted-status-line.js';
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
  size: { cols: number; rows: number };
  /** Called with each usage record, in order. */
  onUsage: (record: UsageRecord) => void;
  /** Called when the budget is used up, after the record that did it. Again for a changed budget that is. */
  onReached: () => void;
  /** Called when a status line that is painted on the screen can't be followed any more. */
  onScreenLost: (error: unknown) => void;
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
  readonly #painted: PaintedStatusLine;
  #meter = newMeter();
  #ledger: Ledger = emptyLedger();
  #budget: VersionedBudget;
  #lastOutput = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #ended = false;

  constructor(options: SessionMeterOptions) {
    this.#options = options;
    this.#budget = options.budget;
    this.#painted = new PaintedStatusLine(options.size.cols, options.size.rows, options.onScreenLost);
  }

  get budget(): VersionedBudget {
    return this.#budget;
  }

  /** A newer budget; an older one, as a redelivery brings, changes nothing. */
  renew(budget: VersionedBudget): void {
    if (budget.version <= this.#budget.version) return;
    this.#budget = budget;
    const pending = this.#pending();
    if (pending.record === null) this.#tellIfReached();
    else this.#record(pending);
  }

  sawInput(bytes: Uint8Array): void {
    this.#input.add(bytes);
    this.#weigh();
  }

  sawOutput(bytes: Uint8Array): void {
    this.#output.add(bytes);
    this.#lastOutput = this.#options.clock.now();
    for (const line of this.#statusLine.feed(bytes)) this.#read(line);
    this.#painted.feed(bytes);
    this.#weigh();
  }

  resize(cols: number, rows: number): void {
    this.#painted.resize(cols, rows);
  }

  /** Records what is not recorded yet. */
  flush(): void {
    this.#record(this.#pending());
  }

  /** The session's end: nothing more will come. */
  end(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const line of this.#statusLine.settle({ ended: true })) this.#read(line);
    this.#ended = true;
    this.#painted.close();
    this.flush();
  }

  /** Records at once when that crosses a threshold, else soon. */
  #weigh(): void {
    const pending = this.#pending();
    if (pending.record !== null && this.#state(this.#with(pending.record)) !== this.#state(this.#ledger)) this.#record(pending);
    else this.#soon();
  }

  /** A line that stood in the output as text: the screen will show it too. */
  #read(line: StatusLine): void {
    this.#painted.believe(line);
    this.#take(line);
  }

  /** Looks for a line on the screen: agents repaint the cells that changed, so their output holds no whole line. */
  async #look(quiet: boolean): Promise<void> {
    const line = await this.#painted.look(this.#options.clock.now(), quiet);
    if (line !== null && !this.#ended) this.#take(line);
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
      const quiet = this.#options.clock.now() - this.#lastOutput >= QUIET_MS;
      if (!quiet) this.#soon();
      else for (const line of this.#statusLine.settle()) this.#read(line);
      void this.#look(quiet);
    });
  }
}
