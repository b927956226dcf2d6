import { type Session } from '@agents-fleet/contracts';

/** Terminals that one page shows at once: two fewer than the gateway allows on a connection. */
export const MOST_TERMINALS = 30;

/** Sessions that have a terminal, those that have run for longest first: a tile stays where it is when another one comes. */
export function wallOrder(sessions: readonly Session[]): Session[] {
  return sessions
    .filter(({ kind }) => kind === 'pty')
    .sort((one, other) => one.startedAt.localeCompare(other.startedAt) || one.id.localeCompare(other.id));
}

/** Which of the tiles in view show their terminal: the first ones in the order of the page, as many as there may be. */
export function seated(order: readonly string[], inView: ReadonlySet<string>, most = MOST_TERMINALS): ReadonlySet<string> {
  return new Set(order.filter((id) => inView.has(id)).slice(0, most));
}
