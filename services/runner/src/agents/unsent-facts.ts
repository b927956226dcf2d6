import type { Logger } from '@agents-fleet/platform';
import type { Fact, ReportReply } from '../control/protocol.js';
import { ReportLostError, type SessionReporter } from './agent-adapter.js';

/** Reports a session's facts in their order. What does not arrive, because the pty-host is away, goes with the next. */
export class UnsentFacts {
  readonly #reporter: SessionReporter;
  readonly #logger: Logger;
  readonly #sessionId: string;
  #unsent: Fact[] = [];
  #sending: Promise<void> = Promise.resolve();
  #lost = false;
  #reply: ReportReply | null = null;

  constructor(reporter: SessionReporter, logger: Logger, sessionId: string) {
    this.#reporter = reporter;
    this.#logger = logger;
    this.#sessionId = sessionId;
  }

  /** As `attempt`, for who needs no answer. To be called again and again, also without facts. */
  see(facts: readonly Fact[]): void {
    void this.attempt(facts);
  }

  /**
   * Reports; when that does not succeed, says so in the log, once, and keeps the facts for the next time.
   * @returns the newest answer; `null` before the first
   */
  async attempt(facts: readonly Fact[]): Promise<ReportReply | null> {
    if (facts.length === 0 && this.#unsent.length === 0) return this.#reply;
    try {
      await this.report(facts);
      this.#lost = false;
    } catch (error) {
      const level = error instanceof ReportLostError ? 'warn' : 'error';
      if (!this.#lost) this.#logger[level]({ sessionId: this.#sessionId, error: String(error) }, 'what an agent used is not reported yet');
      this.#lost = true;
    }
    return this.#reply;
  }

  /** @throws ReportLostError */
  report(facts: readonly Fact[]): Promise<void> {
    this.#unsent.push(...facts);
    const sent = this.#sending.then(() => this.#send());
    // Whoever reports is told of a failure; the next report is not to fail for it.
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  /** Resolves when no report is under way. */
  settled(): Promise<void> {
    return this.#sending;
  }

  async #send(): Promise<void> {
    const due = this.#unsent;
    if (due.length === 0) return;
    this.#unsent = [];
    try {
      this.#reply = await this.#reporter.report(due);
    } catch (error) {
      this.#unsent = [...due, ...this.#unsent];
      throw error;
    }
    this.#reporter.save();
  }
}
