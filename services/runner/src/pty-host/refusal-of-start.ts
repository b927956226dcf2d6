import type { CommandError } from '@agents-fleet/contracts';
import type { StartSession } from '../control/protocol.js';
import { checkRepoPath } from '../repo/repo-path.js';

/** What decides whether a session may start now. */
export interface StartCircumstances {
  readonly isClosing: boolean;
  readonly isBrokerOnline: boolean;
  /** Sessions that run already. */
  readonly sessions: number;
  readonly maxSessions: number;
  readonly repoRoots: readonly string[];
}

/** Why a session can't start now; `null` when it can. */
export function refusalOfStart(
  { repoPath }: Pick<StartSession, 'repoPath'>,
  { isClosing, isBrokerOnline, sessions, maxSessions, repoRoots }: StartCircumstances,
): CommandError | null {
  if (isClosing) return { code: 'unavailable', message: 'the runner is shutting down', field: null };
  if (!isBrokerOnline) return { code: 'unavailable', message: 'the broker is away: a new session could not be recorded', field: null };
  if (sessions >= maxSessions) {
    return { code: 'too_many_sessions', message: `${maxSessions} sessions run already (FLEET_MAX_SESSIONS)`, field: null };
  }
  // Again, right before it is used: a link may have been changed since the runner looked.
  const repo = checkRepoPath(repoPath, repoRoots);
  if (!repo.ok) return repo.error;
  if (repo.path !== repoPath) return { code: 'repo_not_allowed', message: 'is no longer what it was', field: 'repoPath' };
  return null;
}
