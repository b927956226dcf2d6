import type { CarriedSpend, ModelRates, UsageRecord } from '@agents-fleet/contracts';
import {
  countedTokens,
  decideBudget,
  emptyLedger,
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
import type { LaunchPlan } from '../../control/launch-plan.js';
import type { Clock } from '@agents-fleet/terminal';
import { CharacterCount } from '../metering/character-count.js';
import { PaintedStatusLine } from '../metering/painted-status-line.js';
import { PrintedText } from '../metering/printed-text.js';
import { StatusLineReader, type StatusLine } from '../metering/status-line-reader.js';
import { meterCharacters, meterStatusLine, newMeter, skipCharacters, type Metered } from '../metering/usage-meter.js';

/** Longest time in milliseconds that usage goes unrecorded: a quarter of a second of money, and four events a second. */
const FLUSH_AFTER_MS = 250;
/** Output that pauses this long, in milliseconds, has finished what it was painting. */
const QUIET_MS = 100;
/** A runner that was not heard of for so long, in milliseconds, reports nothing: five of its heartbeats. */
const UNATTENDED_AFTER_MS = 10_000;
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

export interface SessionMeterOptions {
  sessionId: string;
  budget: VersionedBudget;
  /** What the sessions that this one resumes have spent: it counts against the budget. */
  carried: CarriedSpend;
  metering: LaunchPlan['metering'];
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
 *
 * A session with an adapter is metered by what that reports. Its characters count only while the adapter sees nothing,
 * or no runner is there to report: the lease then adds them to what was reported before, until usage is reported again.
 */
export class SessionMeter {
  readonly #options: SessionMeterOptions;
  readonly #input = new CharacterCount();
  readonly #output = new CharacterCount();
  readonly #statusLine = new StatusLineReader();
  readonly #painted: PaintedStatusLine;
  #meter = newMeter();
  #ledger: Ledger = emptyLedger();
  /** What characters stood for since usage was last reported. */
  #guessed = NOTHING;
  #blind = false;
  /** What was printed since the model request under way began; `null` when there is none. */
  #asking: { since: number; text: PrintedText } | null = null;
  /** Of the newest request that was reported: the one under way will cost the like. */
  #rates: ModelRates | undefined;
  #attendedAt: number;
  #budget: VersionedBudget;
  #lastOutput = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #ended = false;

  constructor(options: SessionMeterOptions) {
    this.#options = options;
    this.#budget = options.budget;
    this.#attendedAt = options.clock.now();
    this.#painted = new PaintedStatusLine(options.size.cols, options.size.rows, options.onScreenLost);
  }

  get budget(): VersionedBudget {
    return this.#budget;
  }

  /** Where the session stands against its budget. */
  get state(): BudgetState {
    return this.#stateWith(this.#ledger, this.#guessed);
  }

  /** Whether a runner that reports on the session was heard of lately. */
  get attended(): boolean {
    return this.#options.clock.now() - this.#attendedAt < UNATTENDED_AFTER_MS;
  }

  /** A newer budget; an older one, as a redelivery brings, changes nothing. */
  renew(budget: VersionedBudget): void {
    if (budget.version <= this.#budget.version) return;
    this.#budget = budget;
    const pending = this.#pending();
    if (pending.record === null) this.#tellIfReached();
    else this.#record(pending);
  }

  /** A runner says that it reports on this session. */
  attend(): void {
    if (!this.#countsCharacters) this.#skipCharacters();
    else if (!this.attended) this.flush();
    this.#attendedAt = this.#options.clock.now();
  }

  /** Whether the adapter sees nothing of an agent that works. */
  setBlind(blind: boolean): void {
    if (blind === this.#blind) return;
    if (this.#countsCharacters) this.flush();
    this.#blind = blind;
    this.#soon();
  }

  /** Whether a model request is under way. */
  setAsking(asking: boolean): void {
    this.#asking = asking ? { since: this.#options.clock.now(), text: new PrintedText() } : null;
  }

  /**
   * Output of the model request under way, in tokens: as much as a model writes in the time, if so much is new on the
   * screen (decision 12).
   */
  get askingTokens(): number {
    if (this.#asking === null) return 0;
    const { since, text } = this.#asking;
    return Math.min(text.characters, Math.round(((this.#options.clock.now() - since) / 1_000) * TOKENS_A_SECOND));
  }

  /** Usage that the adapter saw. @param rates what the model's tokens cost; `null` when nobody could tell */
  report(record: UsageRecord, rates: ModelRates | null): void {
    if (!this.#countsCharacters) this.#skipCharacters();
    this.#guessed = NOTHING;
    this.#rates = rates ?? undefined;
    if (this.#asking !== null) this.setAsking(true);
    const ledger = recordUsage(this.#ledger, priceUsage(record, this.#rates));
    // A view that tells nothing better than what is known, as after a restart of the runner.
    if (ledger === this.#ledger) return;
    this.#ledger = ledger;
    this.#options.onUsage(record);
    this.#tellIfReached();
  }

  get #countsCharacters(): boolean {
    return this.#options.metering === 'characters' || this.#blind || !this.attended;
  }

  #skipCharacters(): void {
    this.#meter = skipCharacters(this.#meter, this.#characters());
  }

  #characters() {
    return { input: this.#input.characters, output: this.#output.characters };
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
    this.#asking?.text.add(bytes);
    this.#weigh();
    if (this.#asking !== null) this.#tellIfReached();
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
    if (pending.record !== null && this.#stateWithRecord(pending.record) !== this.state) this.#record(pending);
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
    if (!this.#countsCharacters) return { state: this.#meter, record: null };
    return meterCharacters(this.#meter, this.#options.sessionId, this.#characters());
  }

  #record({ state, record }: Metered): void {
    this.#meter = state;
    if (record === null) return;
    if (this.#isGuess(record)) this.#guessed = this.#guessWith(record);
    else this.#ledger = recordUsage(this.#ledger, priceUsage(record));
    this.#options.onUsage(record);
    this.#tellIfReached();
  }

  #tellIfReached(): void {
    if (this.state === 'reached') this.#options.onReached();
  }

  /** The ledger would leave a guess out beside exact figures; but here it stands for what those do not tell. */
  #isGuess({ source }: UsageRecord): boolean {
    return source === 'estimate' && this.#options.metering === 'reports';
  }

  #guessWith(record: UsageRecord): Spent {
    const { tokens, costNanoUsd } = priceUsage(record);
    return {
      counted: this.#guessed.counted + countedTokens(tokens, this.#options),
      costNanoUsd: this.#guessed.costNanoUsd + costNanoUsd,
    };
  }

  #stateWithRecord(record: UsageRecord): BudgetState {
    if (this.#isGuess(record)) return this.#stateWith(this.#ledger, this.#guessWith(record));
    return this.#stateWith(recordUsage(this.#ledger, priceUsage(record)), this.#guessed);
  }

  #stateWith(ledger: Ledger, guessed: Spent): BudgetState {
    const { counted, costNanoUsd } = ledgerTotals(ledger, this.#options);
    const { carried } = this.#options;
    const asking = this.#askingSpent();
    const own = {
      counted: counted + guessed.counted + asking.counted,
      costNanoUsd: costNanoUsd + guessed.costNanoUsd + asking.costNanoUsd,
    };
    return decideBudget(this.#budget, spentOf(carried, own));
  }

  #askingSpent(): Spent {
    if (this.#asking === null || this.#countsCharacters) return NOTHING;
    const tokens = { ...NO_TOKENS, output: this.askingTokens };
    const { costNanoUsd } = priceUsage({ ...ASKING, tokens }, this.#rates);
    return { counted: countedTokens(tokens, this.#options), costNanoUsd };
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
