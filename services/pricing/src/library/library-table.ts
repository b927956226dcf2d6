/** A rule by which the library recognises a model or a vendor by its name. */
export type NameRule =
  | { equals: string }
  | { starts_with: string }
  | { ends_with: string }
  | { contains: string }
  | { regex: string }
  | { or: readonly NameRule[] }
  | { and: readonly NameRule[] };

/** USD for one million tokens; a tier's price is for requests whose prompt is longer than `start` tokens. */
export type LibraryPrice = number | { base: number; tiers: readonly { start: number; price: number }[] };

/** Token classes as the library names them. What has no price of its own costs what its wider class costs. */
export interface LibraryPrices {
  input_mtok: LibraryPrice;
  output_mtok: LibraryPrice;
  cache_read_mtok?: LibraryPrice;
  cache_write_mtok?: LibraryPrice;
  cache_write_5m_mtok?: LibraryPrice;
  cache_write_1h_mtok?: LibraryPrice;
}

/** Prices that hold from a day on, or at hours of each day (UTC). Without a constraint they hold always. */
export interface DatedPrices {
  constraint?: { type: 'start_date'; start_date: string } | { type: 'time_of_date'; start_time: string; end_time: string };
  prices: LibraryPrices;
}

export interface LibraryModel {
  id: string;
  match: NameRule;
  /** The last one that applies counts. */
  prices: readonly DatedPrices[];
}

export interface LibraryVendor {
  id: string;
  name: string;
  /** Which names of vendors mean this one, besides its id. */
  vendorMatch: NameRule | null;
  /** Which names of models are this vendor's, when no vendor is named. */
  modelMatch: NameRule | null;
  /** Vendors whose models this one resells at their prices. */
  resells: readonly string[];
  models: readonly LibraryModel[];
}

/** What we keep of the price library (decision 0010): `library-prices.json`. */
export interface LibraryTable {
  package: string;
  version: string;
  /** When that version was published, ISO date. */
  publishedAt: string;
  vendors: readonly LibraryVendor[];
}

/** Loads the table; a process that prices nothing never does. */
export async function loadLibraryTable(): Promise<LibraryTable> {
  const { default: table } = await import('./library-prices.json', { with: { type: 'json' } });
  return table as unknown as LibraryTable;
}
