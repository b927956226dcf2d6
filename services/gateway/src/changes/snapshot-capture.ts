import { type SessionSnapshot } from '@agents-fleet/contracts';
import { ProblemError } from '../http/problem.js';
import { type ProjectionChanges } from '../sessions/projection-changes.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { type GitSnapshotCommands } from './git-snapshot-commands.js';
import { type SessionSnapshots } from './session-snapshots.js';

/** How long an answer waits for the projector, so that the list right after it has the snapshot. */
const PROJECTION_WAIT_MS = 10_000;

/** Takes snapshots when a person asks for one. */
export class SnapshotCapture {
  constructor(
    private readonly sessions: SessionLookup,
    private readonly commands: GitSnapshotCommands,
    private readonly changes: ProjectionChanges,
    private readonly snapshots: SessionSnapshots,
  ) {}

  /** @throws ProblemError 404 for an unknown session, 409 when its repository is gone, 503 without git-snapshot or projector */
  async take(sessionId: string): Promise<SessionSnapshot> {
    await this.sessions.get(sessionId);
    const snapshotId = await this.commands.capture(sessionId);
    const shown = await this.changes.until(
      sessionId,
      PROJECTION_WAIT_MS,
      () => this.snapshots.find(sessionId, snapshotId),
      (snapshot) => snapshot !== null,
    );
    if (shown !== null) return shown;
    throw new ProblemError(503, `Snapshot ${snapshotId} is taken, but the projector has not shown it yet.`, [], { 'Retry-After': '2' });
  }
}
