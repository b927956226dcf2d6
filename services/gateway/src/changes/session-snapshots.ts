import {
  gitSnapshotSummarySchema,
  UPCASTERS,
  type Artifact,
  type GitSnapshotSummary,
  type SessionSnapshot,
} from '@agents-fleet/contracts';
import { type ReadModels } from '@agents-fleet/read-models';
import { unknownId } from '../http/problem.js';
import { itemsOf } from './pages.js';

/** The snapshots of sessions, as they were announced. */
export class SessionSnapshots {
  constructor(private readonly models: ReadModels) {}

  /** Oldest first. */
  async list(sessionId: string): Promise<SessionSnapshot[]> {
    const snapshots: SessionSnapshot[] = [];
    for await (const artifact of itemsOf((query) => this.models.artifacts.list(sessionId, query))) {
      if (artifact.kind === 'git_state') snapshots.push(snapshotOf(artifact));
    }
    return snapshots;
  }

  async find(sessionId: string, snapshotId: string): Promise<SessionSnapshot | null> {
    const artifact = await this.models.artifacts.get(sessionId, `git:${sessionId}:${snapshotId}`);
    return artifact === null ? null : snapshotOf(artifact);
  }

  /** @throws ProblemError 404 */
  async get(sessionId: string, snapshotId: string): Promise<SessionSnapshot> {
    const snapshot = await this.find(sessionId, snapshotId);
    if (snapshot === null) throw unknownId('snapshot');
    return snapshot;
  }
}

/** The summary in an artifact of kind `git_state`. Rows that version 1 of the event left lack most fields. */
export function summaryOf({ data }: Pick<Artifact, 'data'>): GitSnapshotSummary {
  const upcast = UPCASTERS.get('git.captured@1');
  return gitSnapshotSummarySchema.parse('snapshotId' in data || upcast === undefined ? data : upcast(data));
}

function snapshotOf(artifact: Artifact): SessionSnapshot {
  return { ...summaryOf(artifact), at: artifact.at };
}
