/** For specs only: makes `library-prices.json` of the price library, and asks the library itself. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { waitForUpdate, type ModelInfo, type ModelPrice, type Provider } from '@pydantic/genai-prices';
import type { DatedPrices, LibraryModel, LibraryPrices, LibraryTable, LibraryVendor } from './library-table.js';

/** A version doesn't say when it was published; npm does. */
const PUBLISHED: Readonly<Record<string, string>> = { '0.1.8': '2026-09-23' };
/** Besides the vendors that a model's name leads to: those that sell others' models to coding agents at prices of their own. */
const RESELLERS = ['aws', 'azure'];
const TOKEN_PRICES = ['input_mtok', 'output_mtok', 'cache_read_mtok', 'cache_write_mtok', 'cache_write_5m_mtok', 'cache_write_1h_mtok'];

export async function takeFromLibrary(): Promise<LibraryTable> {
  const version = libraryVersion();
  const publishedAt = PUBLISHED[version];
  if (publishedAt === undefined) throw new Error(`add to PUBLISHED when @pydantic/genai-prices ${version} was published`);
  const providers = await libraryProviders();
  return { package: '@pydantic/genai-prices', version, publishedAt, vendors: providers.flatMap((provider) => vendorOf(provider, providers)) };
}

/** Every vendor of the library, as it has them. */
export async function libraryProviders(): Promise<Provider[]> {
  return (await waitForUpdate()) ?? [];
}

/** The table as it is committed: a line for each model, so that a price that changes is a line that changes. */
export function textOf({ vendors, ...table }: LibraryTable): string {
  const head = JSON.stringify(table).slice(0, -1);
  const parts = vendors.map(({ models, ...vendor }) => {
    const lines = models.map((model) => `    ${JSON.stringify(model)}`).join(',\n');
    return `  ${JSON.stringify(vendor).slice(0, -1)},"models":[\n${lines}\n  ]}`;
  });
  return `${head},"vendors":[\n${parts.join(',\n')}\n]}\n`;
}

function libraryVersion(): string {
  const main = createRequire(import.meta.url).resolve('@pydantic/genai-prices');
  return (JSON.parse(readFileSync(new URL('../package.json', `file://${main}`), 'utf8')) as { version: string }).version;
}

function vendorOf(provider: Provider, all: readonly Provider[]): LibraryVendor[] {
  const models = provider.models.filter(({ id }) => RESELLERS.includes(provider.id) || !isResold(provider, id, all)).flatMap(modelOf);
  if ((provider.model_match === undefined && !RESELLERS.includes(provider.id)) || models.length === 0) return [];
  return [
    {
      id: provider.id,
      name: provider.name,
      vendorMatch: provider.provider_match ?? null,
      modelMatch: provider.model_match ?? null,
      resells: provider.fallback_model_providers ?? [],
      models,
    },
  ];
}

/** Google lists Claude, without the price of one of its caches: with its maker the model is complete, and listed once. */
function isResold({ fallback_model_providers: makers = [] }: Provider, model: string, all: readonly Provider[]): boolean {
  return all.some(({ id, models }) => makers.includes(id) && models.some((made) => made.id === model));
}

/** Models that take and give text: speech, pictures and embeddings are no agent's. */
function modelOf({ id, match, prices }: ModelInfo): LibraryModel[] {
  const dated = Array.isArray(prices) ? prices : [{ prices }];
  const taken = dated.map(({ constraint, prices }) => ({ ...(constraint && { constraint }), prices: tokenPricesOf(prices) }) as DatedPrices);
  return taken.every(({ prices }) => prices.input_mtok !== undefined && prices.output_mtok !== undefined) ? [{ id, match, prices: taken }] : [];
}

function tokenPricesOf(prices: ModelPrice): LibraryPrices {
  return Object.fromEntries(TOKEN_PRICES.filter((key) => prices[key] !== undefined).map((key) => [key, prices[key]])) as unknown as LibraryPrices;
}
