import { type Session } from '@agents-fleet/contracts';
import { baseName } from '../format/path.js';
import { isLive } from './session-state.js';

/** The sessions of one repo. */
export interface RepoGroup {
  readonly path: string;
  readonly name: string;
  readonly sessions: readonly Session[];
  readonly live: number;
  readonly costUsd: number;
}

/** Live sessions before ended ones, newest first in both. Ids are ULIDs, so they sort by time. */
export function byLifeThenAge(a: Session, b: Session): number {
  return Number(isLive(b)) - Number(isLive(a)) || (a.id < b.id ? 1 : -1);
}

/** Sessions by repo; repos with live sessions first, then by their newest session. */
export function groupByRepo(sessions: readonly Session[]): RepoGroup[] {
  const groups = Map.groupBy(sessions.toSorted(byLifeThenAge), (session) => session.repoPath);
  return [...groups]
    .map(([path, ofRepo]) => ({
      path,
      name: baseName(path),
      sessions: ofRepo,
      live: ofRepo.filter(isLive).length,
      costUsd: ofRepo.reduce((sum, session) => sum + session.costUsd, 0),
    }))
    .sort((a, b) => Number(b.live > 0) - Number(a.live > 0) || newest(b).localeCompare(newest(a)));
}

function newest(group: RepoGroup): string {
  return group.sessions.reduce((latest, { id }) => (id > latest ? id : latest), '');
}
