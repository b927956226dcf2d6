const UNITS = [
  { from: 1_000_000_000, suffix: 'B' },
  { from: 1_000_000, suffix: 'M' },
  { from: 1000, suffix: 'k' },
] as const;

/** Tokens in three digits: `612`, `9.1k`, `84k`, `1.84M`. Cut, never rounded up: a budget must not look reached early. */
export function formatTokens(count: number): string {
  const unit = UNITS.find(({ from }) => count >= from);
  if (unit === undefined) return String(count);
  const value = count / unit.from;
  const digits = value >= 100 ? 0 : value >= 10 || unit.suffix === 'k' ? 1 : 2;
  const scale = 10 ** digits;
  const cut = Math.floor(value * scale) / scale;
  return `${unit.suffix === 'k' && cut >= 10 ? Math.floor(cut) : cut}${unit.suffix}`;
}

const WHOLE = new Intl.NumberFormat('en-US');

/** A count in full, grouped: `18,204`. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** Bytes in decimal units: `812 B`, `14 kB`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.floor(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}
