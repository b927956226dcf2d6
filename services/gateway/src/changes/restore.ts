import { MAX_RESTORED_PATH_BYTES, type Restore, type RestoreResult } from '@agents-fleet/contracts';
import { type RunnerRegistry } from '../fleet/runner-registry.js';
import { invalidInput, ProblemError } from '../http/problem.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { type GitSnapshotCommands } from './git-snapshot-commands.js';
import { type SessionSnapshots } from './session-snapshots.js';

/** Puts files of a session's repository back to what they were at a snapshot. */
export class SessionRestore {
  constructor(
    private readonly sessions: SessionLookup,
    private readonly snapshots: SessionSnapshots,
    private readonly runners: RunnerRegistry,
    private readonly commands: GitSnapshotCommands,
  ) {}

  /**
   * @throws ProblemError 404 for an unknown session or snapshot, 409 when the repository is gone, 422 for too much at once,
   * 503 when git-snapshot or the session's runner is away
   */
  async restore(sessionId: string, wanted: Restore): Promise<RestoreResult> {
    const session = await this.sessions.get(sessionId);
    await this.snapshots.get(sessionId, wanted.snapshotId);
    refuseTooMuch(wanted.paths);
    // Known before a snapshot is taken in vain. A preview writes nothing, so it needs no runner.
    if (!wanted.preview && !(await this.runners.present()).some(({ id }) => id === session.runnerId)) {
      throw new ProblemError(503, `Runner ${session.runnerId}, which writes the session’s files, is not online.`);
    }
    return this.commands.restore(sessionId, wanted);
  }
}

function refuseTooMuch(paths: readonly string[]): void {
  const bytes = paths.reduce((sum, path) => sum + Buffer.byteLength(path), 0);
  if (bytes <= MAX_RESTORED_PATH_BYTES) return;
  const most = Math.floor((paths.length * MAX_RESTORED_PATH_BYTES) / bytes);
  throw invalidInput([{ field: 'paths', message: `are too many at once: put back at most about ${most} of these` }]);
}
