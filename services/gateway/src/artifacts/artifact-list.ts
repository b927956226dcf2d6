import { type Artifact, type Page, type PageQuery } from '@agents-fleet/contracts';
import { type ReadModels } from '@agents-fleet/read-models';
import { summaryOf } from '../changes/session-snapshots.js';

/** What was kept for sessions, as people see it. */
export class ArtifactList {
  constructor(private readonly models: ReadModels) {}

  async list(sessionId: string, query: PageQuery): Promise<Page<Artifact>> {
    const { items, nextCursor } = await this.models.artifacts.list(sessionId, query);
    return { items: items.map(shown), nextCursor };
  }

  async find(sessionId: string, artifactId: string): Promise<Artifact | null> {
    const artifact = await this.models.artifacts.get(sessionId, artifactId);
    return artifact === null ? null : shown(artifact);
  }
}

/** A snapshot is as large as its patch, and says by its `snapshotId` where it is found, however old its row is. Pure. */
export function shown(artifact: Artifact): Artifact {
  if (artifact.kind !== 'git_state') return artifact;
  const summary = summaryOf(artifact);
  return { ...artifact, size: summary.patchBytes, data: summary };
}
