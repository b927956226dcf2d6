import { ratesReplySchema, subjects, type ModelRates } from '@agents-fleet/contracts';
import { request, type Broker } from '@agents-fleet/event-log';

/** Longest wait for pricing in milliseconds: a lease that waits longer for a price would be weighed too late. */
const ANSWER_WITHIN_MS = 400;
/** How long a price is used before it is asked for again, in milliseconds: an operator may change it. */
const FRESH_FOR_MS = 60_000;
/** A pricing that did not answer is left alone for so long, in milliseconds: no report waits for it again. */
const SILENT_FOR_MS = 5_000;
/** Models are few; more than this is a vendor that invents names. */
const MAX_MODELS = 1_000;

/** What the tokens of models cost, as pricing says. Remembers, so that pricing is asked once a minute and model. */
export class ModelRatesCache {
  readonly #broker: Broker;
  readonly #known = new Map<string, { rates: ModelRates; askedAt: number }>();
  readonly #asking = new Map<string, Promise<ModelRates | null>>();
  #silentSince = Number.NEGATIVE_INFINITY;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** @returns the newest that is known; `null` when pricing has never told: the default rate counts then */
  async of(model: string | null): Promise<ModelRates | null> {
    if (model === null) return null;
    const known = this.#known.get(model);
    if (known !== undefined && performance.now() - known.askedAt < FRESH_FOR_MS) return known.rates;
    if (performance.now() - this.#silentSince < SILENT_FOR_MS) return known?.rates ?? null;
    const asked = this.#ask(model);
    // What was true a minute ago is good enough until the answer is here.
    return known === undefined ? asked : known.rates;
  }

  #ask(model: string): Promise<ModelRates | null> {
    const under = this.#asking.get(model);
    if (under !== undefined) return under;
    const asking = this.#request(model).finally(() => this.#asking.delete(model));
    this.#asking.set(model, asking);
    return asking;
  }

  async #request(model: string): Promise<ModelRates | null> {
    const options = { timeoutMs: ANSWER_WITHIN_MS, reply: ratesReplySchema };
    const reply = await request(this.#broker, subjects.pricingCommand('rates'), { models: [model] }, options).catch((error: unknown) => {
      this.#broker.logger.warn({ model, error: String(error) }, 'pricing said something else than prices');
      return null;
    });
    if (reply?.ok !== true) this.#silentSince = performance.now();
    const rates = reply?.ok === true ? reply.data.rates[model] : undefined;
    if (rates === undefined) return this.#known.get(model)?.rates ?? null;
    if (this.#known.size >= MAX_MODELS) this.#known.clear();
    this.#known.set(model, { rates, askedAt: performance.now() });
    return rates;
  }
}
