import type { Logger } from '@agents-fleet/platform';
import { ReportLostError } from '../agents/agent-adapter.js';
import type { ControlClient } from '../control/control-client.js';
import { factSchema, reportReplySchema, type Fact, type ReportReply } from '../control/protocol.js';
import type { ModelRatesCache } from './model-rates.js';

/** Facts in one frame: some hundred bytes each, and a frame has 1 MiB. */
const FACTS_A_REPORT = 200;

/** Sends one session's facts to its pty-host, in order, and with the prices that its lease goes by. */
export class SessionReports {
  readonly #sessionId: string;
  readonly #ptyHost: Pick<ControlClient, 'ask'>;
  readonly #rates: Pick<ModelRatesCache, 'of'>;
  readonly #logger: Logger;
  #last: Promise<unknown> = Promise.resolve();

  constructor(sessionId: string, ptyHost: Pick<ControlClient, 'ask'>, rates: Pick<ModelRatesCache, 'of'>, logger: Logger) {
    this.#sessionId = sessionId;
    this.#ptyHost = ptyHost;
    this.#rates = rates;
    this.#logger = logger;
  }

  /** @throws ReportLostError */
  report(facts: readonly Fact[]): Promise<ReportReply> {
    const reported = this.#last.then(() => this.#send(facts));
    // Whoever reports is told of a failure; the next report is not to fail for it.
    this.#last = reported.catch(() => undefined);
    return reported;
  }

  async #send(facts: readonly Fact[]): Promise<ReportReply> {
    const priced = await Promise.all(facts.filter((fact) => this.#isSound(fact)).map((fact) => this.#withRates(fact)));
    let answer = await this.#ask(priced.slice(0, FACTS_A_REPORT));
    for (let at = FACTS_A_REPORT; at < priced.length; at += FACTS_A_REPORT) answer = await this.#ask(priced.slice(at, at + FACTS_A_REPORT));
    return answer;
  }

  async #ask(facts: Fact[]): Promise<ReportReply> {
    const reply = await this.#ptyHost.ask('report', { sessionId: this.#sessionId, facts });
    if (!reply.ok) throw new ReportLostError(reply.error.message);
    return reportReplySchema.parse(reply.data);
  }

  /** What an agent made up must not spoil the report of others: it would never be taken, and come again for ever. */
  #isSound(fact: Fact): boolean {
    const { error } = factSchema.safeParse(fact);
    const fields = error?.issues.map(({ path }) => path.join('.')).join(', ');
    if (error !== undefined) this.#logger.error({ sessionId: this.#sessionId, kind: fact.kind, fields }, 'a fact of an agent is not one, and is left out');
    return error === undefined;
  }

  async #withRates(fact: Fact): Promise<Fact> {
    // Also for what the agent has priced itself: an operator's override goes before that.
    if (fact.kind !== 'usage' || fact.rates !== null) return fact;
    return { ...fact, rates: await this.#rates.of(fact.record.model) };
  }
}
