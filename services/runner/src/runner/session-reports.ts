import { reportReplySchema, type Fact, type ReportReply } from '../control/protocol.js';
import type { ControlClient } from '../control/control-client.js';
import { ReportLostError } from '../agents/agent-adapter.js';
import type { ModelRatesCache } from './model-rates.js';

/** Facts in one frame: some hundred bytes each, and a frame has 1 MiB. */
const FACTS_A_REPORT = 200;

/** Sends one session's facts to its pty-host, in order, and with the prices that its lease goes by. */
export class SessionReports {
  readonly #sessionId: string;
  readonly #ptyHost: ControlClient;
  readonly #rates: ModelRatesCache;
  #last: Promise<unknown> = Promise.resolve();

  constructor(sessionId: string, ptyHost: ControlClient, rates: ModelRatesCache) {
    this.#sessionId = sessionId;
    this.#ptyHost = ptyHost;
    this.#rates = rates;
  }

  /** @throws ReportLostError */
  report(facts: readonly Fact[]): Promise<ReportReply> {
    const reported = this.#last.then(() => this.#send(facts));
    // Whoever reports is told of a failure; the next report is not to fail for it.
    this.#last = reported.catch(() => undefined);
    return reported;
  }

  async #send(facts: readonly Fact[]): Promise<ReportReply> {
    const priced = await Promise.all(facts.map((fact) => this.#withRates(fact)));
    let answer: ReportReply | null = null;
    for (let at = 0; at < priced.length; at += FACTS_A_REPORT) {
      const reply = await this.#ptyHost.ask('report', { sessionId: this.#sessionId, facts: priced.slice(at, at + FACTS_A_REPORT) });
      if (!reply.ok) throw new ReportLostError(reply.error.message);
      answer = reportReplySchema.parse(reply.data);
    }
    if (answer === null) throw new ReportLostError('a report without facts says nothing');
    return answer;
  }

  async #withRates(fact: Fact): Promise<Fact> {
    // Also for what the agent has priced itself: an operator's override goes before that.
    if (fact.kind !== 'usage' || fact.rates !== null) return fact;
    return { ...fact, rates: await this.#rates.of(fact.record.model) };
  }
}
