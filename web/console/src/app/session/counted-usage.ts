import { usageSourceSchema, type UsageEntry } from '@agents-fleet/contracts';

const BEST_FIRST = usageSourceSchema.options;

/**
 * The entries that a session's figures count, each request once. The gateway says which ones count; an entry that was
 * read before a better report of the same request came still says that it does, hence the second look. Pure.
 */
export function countedUsage(entries: readonly UsageEntry[]): UsageEntry[] {
  const counted = entries.filter((entry) => entry.counted);
  const best = new Map<string, UsageEntry>();
  for (const entry of counted) {
    const known = entry.requestId === null ? undefined : best.get(entry.requestId);
    if (entry.requestId !== null && (known === undefined || !isBetter(known, entry))) best.set(entry.requestId, entry);
  }
  return counted.filter((entry) => entry.requestId === null || best.get(entry.requestId) === entry);
}

function isBetter(a: UsageEntry, b: UsageEntry): boolean {
  return BEST_FIRST.indexOf(a.source) < BEST_FIRST.indexOf(b.source);
}
