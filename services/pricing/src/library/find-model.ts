import type { LibraryModel, LibraryTable, LibraryVendor } from './library-table.js';
import { matchesName } from './match-name.js';

/** A model of the library and who sells it. */
export interface FoundModel {
  vendor: LibraryVendor;
  model: LibraryModel;
}

/** `us.anthropic.claude-…`, `anthropic.claude-…` and ARNs that end so: Bedrock has its own prices. */
const ON_BEDROCK = /(?:^|[/:])((?:[a-z-]+\.)?anthropic\.claude-[^/]*)$/;

/**
 * Finds what an agent calls a model: by its plain name; behind a vendor (`anthropic/claude-…`, `openrouter/openai/gpt-…`);
 * as on Bedrock; with a context window behind it (`claude-sonnet-4-5[1m]`).
 * @returns `null` for a model that the library doesn't know
 */
export function findModel(table: LibraryTable, reported: string): FoundModel | null {
  const name = reported.trim().toLowerCase().replace(/\[[^\]]*\]$/, '');
  return onBedrock(table, name) ?? byName(table, name);
}

function onBedrock(table: LibraryTable, name: string): FoundModel | null {
  const id = ON_BEDROCK.exec(name)?.[1];
  if (id === undefined) return null;
  const vendor = vendorNamed(table, 'bedrock');
  // A model that Bedrock's list lacks costs there what its maker asks.
  return (vendor && ofVendor(table, vendor, id)) ?? byName(table, id.slice(id.indexOf('claude-')));
}

/** What is before a slash may be a vendor, a reseller that the table lacks, or a part of the name. */
function byName(table: LibraryTable, name: string): FoundModel | null {
  const vendor = table.vendors.find(({ modelMatch }) => modelMatch !== null && matchesName(modelMatch, name));
  const found = vendor && ofVendor(table, vendor, name);
  if (found) return found;
  const slash = name.indexOf('/');
  if (slash < 0) return null;
  const [before, after] = [name.slice(0, slash), name.slice(slash + 1)];
  const named = vendorNamed(table, before);
  return (named && ofVendor(table, named, after)) ?? byName(table, after);
}

function vendorNamed(table: LibraryTable, name: string): LibraryVendor | null {
  const byId = table.vendors.find(({ id }) => id === name);
  return byId ?? table.vendors.find(({ vendorMatch }) => vendorMatch !== null && matchesName(vendorMatch, name)) ?? null;
}

function ofVendor(table: LibraryTable, vendor: LibraryVendor, name: string): FoundModel | null {
  const found = listed(table, vendor, name);
  if (found !== null) return found;
  // Some lists have the day of a model's release with dashes where its vendor has none.
  const dashed = name.replace(/-(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)/g, '-$1-$2-$3');
  return dashed === name ? null : listed(table, vendor, dashed);
}

function listed(table: LibraryTable, vendor: LibraryVendor, name: string): FoundModel | null {
  const model = vendor.models.find(({ match }) => matchesName(match, name));
  if (model !== undefined) return { vendor, model };
  for (const id of vendor.resells) {
    const maker = table.vendors.find((candidate) => candidate.id === id);
    const found = maker === undefined ? null : listed(table, maker, name);
    if (found !== null) return found;
  }
  return null;
}
