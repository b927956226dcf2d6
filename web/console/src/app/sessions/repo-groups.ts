import { type Confidence, type Session } from '@agents-fleet/contracts';
import { baseName } from '../format/path.js';
import { worstConfidence } from './figure-source.js';
import { isLive, needsPerson } from './session-state.js';

/** The sessions of one repo. */
export interface RepoGroup {
  readonly path: string;
  readonly name: string;
  readonly sessions: readonly Session[];
  readonly live: number;
  /** How many wait for the person. */
  readonly needing: number;
  readonly costUsd: number;
  /** Of the sum: that of its worst part. `null` when nothing was spent. */
  readonly confidence: Confidence | null;
}

/** Those that wait for the person first, then live ones, then ended ones; newest first in each. Ids are ULIDs: they sort by time. */
export function byNeedThenAge(a: Session, b: Session): number {
  return Number(needsPerson(b)) - Number(needsPerson(a)) || Number(isLive(b)) - Number(isLive(a)) || (a.id < b.id ? 1 : -1);
}

/** Sessions by repo; repos where somebody is waited for first, then those with live sessions, then by their newest session. */
export function groupByRepo(sessions: readonly Session[]): RepoGroup[] {
  const groups = Map.groupBy(sessions.toSorted(byNeedThenAge), (session) => session.repoPath);
  return [...groups]
    .map(([path, ofRepo]) => ({
      path,
      name: baseName(path),
      sessions: ofRepo,
      live: ofRepo.filter(isLive).length,
      needing: ofRepo.filter(needsPerson).length,
      costUsd: ofRepo.reduce((sum, session) => sum + session.costUsd, 0),
      confidence: worstConfidence(ofRepo),
    }))
    .sort((a, b) => Number(b.needing > 0) - Number(a.needing > 0) || Number(b.live > 0) - Number(a.live > 0) || newest(b).localeCompare(newest(a)));
}

function newest(group: RepoGroup): string {
  return group.sessions.reduce((latest, { id }) => (id > latest ? id : latest), '');
}
