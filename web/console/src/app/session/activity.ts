import { type Marker, type MarkerType, type TokenClasses, type UsageEntry, type UsageSource } from '@agents-fleet/contracts';
import { formatTokens } from '../format/tokens.js';
import { type IconName } from '../ui/icon-shapes.js';

/** A line of the activity list. */
export interface ActivityItem {
  readonly key: string;
  readonly at: string;
  readonly kind: 'moment' | 'request';
  /** Colours the icon; a warning is one that the filter "Warnings" shows. */
  readonly tone: 'plain' | 'warned' | 'reached' | 'done' | 'failed';
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly costUsd: number | null;
  /** Newest terminal chunk at that moment: where a replay jumps to. */
  readonly chunk: number | null;
}

const MOMENTS: Readonly<Record<MarkerType, Pick<ActivityItem, 'icon' | 'tone' | 'title'>>> = {
  started: { icon: 'flag', tone: 'done', title: 'Started' },
  budget_changed: { icon: 'raise', tone: 'plain', title: 'Budget changed' },
  budget_warned: { icon: 'warn', tone: 'warned', title: '80 % of the budget used' },
  stop_requested: { icon: 'stop', tone: 'plain', title: 'Stop requested' },
  budget_exceeded: { icon: 'octagon', tone: 'reached', title: 'Budget reached' },
  process_exit: { icon: 'exit', tone: 'plain', title: 'Process ended' },
  resumable: { icon: 'play', tone: 'plain', title: 'Can be resumed' },
  record_gap: { icon: 'gap', tone: 'failed', title: 'Output was lost' },
  ended: { icon: 'state-ended', tone: 'done', title: 'Ended' },
};

/** The title of a marker. */
export function momentTitle(type: MarkerType): string {
  return MOMENTS[type].title;
}

/** Estimates come several times a second: those within this many milliseconds are one line. */
const JOIN_ESTIMATES_MS = 60_000;

/** Markers and usage as one list, newest first. */
export function activityOf(markers: readonly Marker[], usage: readonly UsageEntry[]): ActivityItem[] {
  const moments = markers.map((marker): ActivityItem => ({
    key: marker.id,
    at: marker.at,
    kind: 'moment',
    ...MOMENTS[marker.type],
    detail: marker.summary === MOMENTS[marker.type].title ? '' : marker.summary,
    costUsd: null,
    chunk: marker.chunk,
  }));
  return [...moments, ...joinEstimates(usage).map(requestItem)].sort((a, b) => b.at.localeCompare(a.at));
}

/** Sources that see no single requests. */
const USAGE_TITLES: Readonly<Partial<Record<UsageSource, string>>> = { estimate: 'Estimated usage', statusline: 'Reported usage' };

interface JoinedUsage {
  readonly first: UsageEntry;
  readonly last: UsageEntry;
  readonly count: number;
  readonly tokens: TokenClasses;
  readonly costUsd: number | null;
}

function joinEstimates(usage: readonly UsageEntry[]): JoinedUsage[] {
  const joined: JoinedUsage[] = [];
  for (const entry of usage) {
    const open = joined.at(-1);
    const together =
      open !== undefined &&
      entry.source === 'estimate' &&
      open.first.source === 'estimate' &&
      Date.parse(entry.at) - Date.parse(open.first.at) < JOIN_ESTIMATES_MS;
    if (together) joined[joined.length - 1] = join(open, entry);
    else joined.push({ first: entry, last: entry, count: 1, tokens: entry.tokens, costUsd: entry.costUsd });
  }
  return joined;
}

function join(open: JoinedUsage, entry: UsageEntry): JoinedUsage {
  const tokens = Object.fromEntries(
    Object.entries(open.tokens).map(([name, count]) => [name, count + entry.tokens[name as keyof TokenClasses]]),
  ) as TokenClasses;
  const costUsd = open.costUsd === null && entry.costUsd === null ? null : (open.costUsd ?? 0) + (entry.costUsd ?? 0);
  return { ...open, last: entry, count: open.count + 1, tokens, costUsd };
}

function requestItem({ first, last, count, tokens, costUsd }: JoinedUsage): ActivityItem {
  const estimated = first.source === 'estimate';
  const words = [last.model, tokenWords(tokens), count > 1 ? `${count} updates` : null];
  return {
    key: `usage:${first.usageId}`,
    at: last.at,
    kind: 'request',
    tone: 'plain',
    icon: estimated ? 'estimated' : 'request',
    title: USAGE_TITLES[first.source] ?? 'Request',
    detail: words.filter((word) => word !== null && word !== '').join(' · '),
    costUsd,
    chunk: null,
  };
}

/** Tokens in words: `1.2k in, 84k cached, 3.1k out`. */
export function tokenWords(tokens: TokenClasses): string {
  const written = tokens.cacheWrite5m + tokens.cacheWrite1h;
  return [
    `${formatTokens(tokens.input)} in`,
    tokens.cacheRead > 0 ? `${formatTokens(tokens.cacheRead)} cached` : '',
    written > 0 ? `${formatTokens(written)} written to cache` : '',
    `${formatTokens(tokens.output)} out`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
