import { realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { CommandError } from '@agents-fleet/contracts';

export type RepoPathCheck = { ok: true; path: string } | { ok: false; error: CommandError };

/**
 * The real path of a directory that sessions may run in: links resolved, and inside one of the allowed roots.
 * @param roots absolute; one that does not exist allows nothing
 */
export function checkRepoPath(path: string, roots: readonly string[]): RepoPathCheck {
  if (!path.startsWith('/')) return refused('invalid_input', 'must be an absolute path');
  const real = realPath(path);
  // A path outside the roots is refused as such whether it exists or not: errors must not map the rest of the disk.
  if (real === null) return isInside(path, roots) ? refused('repo_not_found', `there is no ${path}`) : notAllowed(roots);
  if (!isInside(real, roots.map((root) => realPath(root) ?? root))) return notAllowed(roots);
  if (!statSync(real).isDirectory()) return refused('repo_not_found', `${path} is not a directory`);
  return { ok: true, path: real };
}

/** Whether a path is one of the roots or below one. Names only: both sides must be real paths for a safe answer. */
export function isInside(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
}

function notAllowed(roots: readonly string[]): RepoPathCheck {
  return refused('repo_not_allowed', `must be inside ${roots.join(' or ')} (FLEET_REPO_ROOTS)`);
}

function refused(code: CommandError['code'], message: string): RepoPathCheck {
  return { ok: false, error: { code, message, field: 'repoPath' } };
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    // Missing, or not ours to look into: either way nothing that a session could run in.
    return null;
  }
}
