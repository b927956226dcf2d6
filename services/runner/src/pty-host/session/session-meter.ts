import type { ModelRates, UsageRecord } from '@agents-fleet/contracts';
import type { BudgetState, VersionedBudget } from '@agents-fleet/domain';
import type { Clock } from '@agents-fleet/terminal';
import type { LaunchPlan } from '../../control/launch-plan.js';
import { CharacterCount } from '../metering/character-count.js';
import { PaintedStatusLine } from '../metering/painted-status-line.js';
import { StatusLineReader } from '../metering/status-line-reader.js';
import type { StatusLine } from '../metering/status-line.js';
import { addStatusLine, meterCharacters, newMeter, skipCharacters, takeStatusLines, type Metered } from '../metering/usage-meter.js';
import { BudgetLease, type BudgetLeaseOptions } from './budget-lease.js';

/** Longest time in milliseconds that usage goes unrecorded: a quarter of a second of money, and events four times a second. */
const FLUSH_AFTER_MS = 250;
/** Output that pauses this long, in milliseconds, has finished what it was painting. */
const QUIET_MS = 100;
/** A runner that was not heard of for so long, in milliseconds, reports nothing: five of its heartbeats. */
const UNATTENDED_AFTER_MS = 10_000;

export interface SessionMeterOptions extends BudgetLeaseOptions {
  sessionId: string;
  metering: LaunchPlan['metering'];
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
  readonly #lease: BudgetLease;
  #meter = newMeter();
  #blind = false;
  #attendedAt: number;
  #lastOutput = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #ended = false;

  constructor(options: SessionMeterOptions) {
    this.#options = options;
    this.#lease = new BudgetLease(options);
    this.#attendedAt = options.clock.now();
    this.#painted = new PaintedStatusLine(options.size.cols, options.size.rows, options.onScreenLost);
  }

  get budget(): VersionedBudget {
    return this.#lease.budget;
  }

  /** Where the session stands against its budget. */
  get state(): BudgetState {
    return this.#lease.state;
  }

  /** Whether a runner that reports on the session was heard of lately. */
  get attended(): boolean {
    return this.#options.clock.now() - this.#attendedAt < UNATTENDED_AFTER_MS;
  }

  /** A newer budget; an older one, as a redelivery brings, changes nothing. */
  renew(budget: VersionedBudget): void {
    if (!this.#lease.renew(budget)) return;
    this.#recordAll();
    this.#tellIfReached();
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
    this.#lease.setAsking(asking);
  }

  /** Output of the model request under way, as far as it was printed, in tokens. */
  get askingTokens(): number {
    return this.#lease.askingTokens;
  }

  /** Usage that the adapter saw. @param rates what the model's tokens cost; `null` when nobody could tell */
  report(record: UsageRecord, rates: ModelRates | null): void {
    if (!this.#countsCharacters) this.#skipCharacters();
    // A view that tells nothing better than what is known, as after a restart of the runner, is no news.
    if (!this.#lease.recordReported(record, rates ?? undefined)) return;
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
    this.#weigh();
    if (this.#lease.sawOutput(bytes)) this.#tellIfReached();
  }

  resize(cols: number, rows: number): void {
    this.#painted.resize(cols, rows);
  }

  /** Records what is not recorded yet. */
  flush(): void {
    if (this.#recordAll()) this.#tellIfReached();
  }

  /** The session's end: nothing more will come. */
  end(): void {
    for (const line of this.#statusLine.settle({ ended: true })) this.#read(line);
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#ended = true;
    this.#painted.close();
    this.flush();
  }

  /** Records at once when that crosses a threshold, else soon. */
  #weigh(): void {
    // What is printed counts once: by its characters, or as the answer under way.
    if (this.#countsCharacters) this.#lease.setAsking(false);
    if (this.#crossesWithPending()) this.flush();
    else this.#soon();
  }

  /** Asked for each piece of output: without a budget nothing is weighed. */
  #crossesWithPending(): boolean {
    if (this.state === 'none') return false;
    const { record } = this.#pending();
    return record !== null && this.#lease.stateWith(record, this.#isGuess(record)) !== this.state;
  }

  /** A line that stood in the output as text: the screen will show it too. */
  #read(line: StatusLine): void {
    this.#painted.believe(line);
    this.#take(line);
  }

  /** Looks for a line on the screen: agents repaint the cells that changed, so their output holds no whole line. */
  async #look(quiet: boolean): Promise<void> {
    const line = await this.#painted.look(this.#options.clock.now(), quiet);
    if (line === null || this.#ended) return;
    this.#take(line);
    this.flush();
  }

  /**
   * Weighs a line at once, and records it with others soon. One that crosses a threshold is recorded at once, apart from
   * those before it: a budget is overshot by one line at most, not by a sum of lines (decision 63).
   */
  #take(line: StatusLine): void {
    const summed = addStatusLine(this.#meter, this.#options.sessionId, line);
    const crosses = summed.record !== null && this.#lease.stateWith(summed.record, false) !== this.state;
    if (crosses) this.#recordStatusLines();
    const { state, record } = crosses ? addStatusLine(this.#meter, this.#options.sessionId, line) : summed;
    this.#meter = state;
    if (record === null) return;
    this.#lease.record(record);
    if (crosses) this.#recordStatusLines();
    else this.#soon();
    this.#tellIfReached();
  }

  #pending(): Metered {
    if (!this.#countsCharacters) return { state: this.#meter, record: null };
    return meterCharacters(this.#meter, this.#options.sessionId, this.#characters());
  }

  /** @returns whether there was anything to record */
  #recordAll(): boolean {
    // Before the estimate: whoever reads the log must not weigh that without what takes its place.
    const said = this.#recordStatusLines();
    const { state, record } = this.#pending();
    this.#meter = state;
    if (record === null) return said;
    if (this.#isGuess(record)) this.#lease.guess(record);
    else this.#lease.record(record);
    this.#options.onUsage(record);
    return true;
  }

  /** Those are in the lease already. */
  #recordStatusLines(): boolean {
    const { state, records } = takeStatusLines(this.#meter);
    this.#meter = state;
    for (const record of records) this.#options.onUsage(record);
    return records.length > 0;
  }

  #tellIfReached(): void {
    if (this.state === 'reached') this.#options.onReached();
  }

  #isGuess({ source }: UsageRecord): boolean {
    return source === 'estimate' && this.#options.metering === 'reports';
  }

  #soon(): void {
    this.#cancelTimer ??= this.#options.clock.after(FLUSH_AFTER_MS, () => {
      const quiet = this.#options.clock.now() - this.#lastOutput >= QUIET_MS;
      if (quiet) for (const line of this.#statusLine.settle()) this.#read(line);
      this.#cancelTimer = null;
      this.flush();
      if (!quiet) this.#soon();
      void this.#look(quiet);
    });
  }
}
