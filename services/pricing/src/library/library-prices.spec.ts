import { beforeAll, describe, expect, it } from '@jest/globals';
import { calcPrice } from '@pydantic/genai-prices';
import { modelRatesSchema, type TokenClasses, type UsageRecord } from '@agents-fleet/contracts';
import { priceUsage } from '@agents-fleet/domain';
import { LibraryPrices } from './library-prices.js';
import { loadLibraryTable, type LibraryTable } from './library-table.js';
import { libraryProviders } from './take-from-library.js';

const record = (model: string, tokens: TokenClasses): UsageRecord => ({
  usageId: 'u', requestId: null, source: 'otel', partial: false, agentSessionId: null, model, serviceTier: null, tokens, reportedCostNanoUsd: null,
});
/** As the library counts: its input has the caches in it. */
const libraryUsage = ({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: TokenClasses) => ({
  input_tokens: input + cacheRead + cacheWrite5m + cacheWrite1h,
  cache_read_tokens: cacheRead,
  cache_write_tokens: cacheWrite5m + cacheWrite1h,
  cache_write_5m_tokens: cacheWrite5m,
  cache_write_1h_tokens: cacheWrite1h,
  output_tokens: output,
});

/** Prompts below, at and above every tier that a vendor has, with caches of both lifetimes. */
const PROMPTS: readonly TokenClasses[] = [0, 1, 31_999, 32_000, 32_001, 127_999, 128_001, 199_999, 200_000, 200_001, 256_001, 271_999, 272_000, 272_001, 512_001, 1_000_000].flatMap((prompt) => {
  const part = Math.floor(prompt / 4);
  return [
    { input: prompt, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1_234 },
    { input: 3, cacheRead: Math.max(prompt - 3, 0), cacheWrite5m: 0, cacheWrite1h: 0, output: 7 },
    { input: prompt - 3 * part, cacheRead: part, cacheWrite5m: part, cacheWrite1h: part, output: 65_537 },
    { input: 0, cacheRead: 0, cacheWrite5m: part, cacheWrite1h: prompt - part, output: 0 },
  ];
});
/** Before and after prices that change on a day, and at several hours of a day. */
const TIMES = ['2025-01-01T00:00:00Z', '2025-12-02T00:00:00Z', '2026-03-12T23:59:59Z', '2026-03-13T00:00:00Z', '2026-09-23T03:30:00Z', '2026-09-23T12:00:00Z', '2026-09-23T20:00:00Z', '2027-06-01T00:29:59.999Z'];

let prices: LibraryPrices;
let table: LibraryTable;
beforeAll(async () => {
  prices = new LibraryPrices();
  await prices.refresh();
  table = await loadLibraryTable();
});

describe('the prices that we keep of the library', () => {
  it('price every model of every vendor in the table as the library does, to a nano-USD', async () => {
    const providers = await libraryProviders();
    let compared = 0;
    for (const { id: vendor, models } of table.vendors) {
      const provider = providers.find(({ id }) => id === vendor);
      for (const [n, at] of TIMES.map((time) => new Date(time)).entries()) {
        const rows = new Map(prices.rows(at).filter(({ rates }) => rates.source.name.includes(`: ${vendor}/`)).map(({ model, rates }) => [model, rates]));
        // What is never changed is compared once.
        for (const { id: model } of models.filter((candidate) => n === 0 || candidate.prices.length > 1)) {
          const rates = rows.get(model);
          expect(modelRatesSchema.parse(rates)).toEqual(rates);
          for (const tokens of PROMPTS) {
            // The model alone, so that a rule which another model's name fits as well doesn't matter here.
            const only = { ...provider!, models: provider!.models.filter(({ id }) => id === model).map((info) => ({ ...info, match: { equals: model } })), fallback_model_providers: [] };
            const theirs = calcPrice(libraryUsage(tokens), model, { provider: only, timestamp: at });
            const ours = priceUsage(record(model, tokens), rates).costNanoUsd;
            if (Math.abs(ours - theirs!.total_price * 1e9) > 1) throw new Error(`${vendor}/${model} at ${at.toISOString()} for ${JSON.stringify(tokens)}: ${ours} is not ${theirs!.total_price * 1e9}`);
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(30_000);
  });

  it('have every model of Anthropic, OpenAI and Google that takes and gives text', async () => {
    const missing = (await libraryProviders())
      .filter(({ id }) => ['anthropic', 'openai', 'google'].includes(id))
      .flatMap(({ id, models }) => {
        const kept = new Set(table.vendors.find((vendor) => vendor.id === id)?.models.map((model) => model.id));
        return models.filter((model) => !kept.has(model.id)).map((model) => `${id}/${model.id}`);
      });
    // Embeddings, speech and moderation are no agent’s; Gemma has no price; Claude is listed with its maker.
    for (const model of missing) expect(model).toMatch(/^google\/(gemma|claude)|embedding|whisper|transcribe|moderation/);
  });

  it('are never nothing', () => {
    for (const { model, rates } of prices.rows(new Date(TIMES[5]!))) expect([model, rates.input > 0, rates.output > 0]).toEqual([model, true, true]);
  });

  it('name the library, its version, and the model whose price it is', () => {
    expect(prices.ratesOf('gpt-5.2-codex', new Date(TIMES[5]!))?.source).toEqual({
      kind: 'library', name: `@pydantic/genai-prices ${table.version}: openai/gpt-5.2`, asOf: table.publishedAt,
    });
    expect(prices.describe()).toEqual({ kind: 'library', name: `@pydantic/genai-prices ${table.version}`, asOf: table.publishedAt, state: 'in_force', problem: null });
  });

  it('are those of the time that is asked for', () => {
    const above200k = (day: string) => prices.ratesOf('claude-opus-4-6', new Date(day))?.tiers.map(({ abovePromptTokens, input }) => [abovePromptTokens, input]);
    expect(above200k('2026-03-12')).toEqual([[200_000, 10]]);
    expect(above200k('2026-03-13')).toEqual([]);
  });
});
