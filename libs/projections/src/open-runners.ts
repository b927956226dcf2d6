import type { LogIdentity } from './log-identity.js';
import type { Projection } from './projection.js';
import type { ProjectionDatabase } from './projection-database.js';
import { ProjectionRunner, type Committed } from './projection-runner.js';

/** A runner for each projection, at its checkpoint; one that has none begins at the start of its stream. */
export function openRunners(
  database: ProjectionDatabase,
  projections: readonly Projection[],
  identity: LogIdentity,
  version: string,
  onCommitted: (committed: Committed) => void,
): Promise<ProjectionRunner[]> {
  return Promise.all(
    projections.map(async (projection) => {
      const { name, stream } = projection;
      let checkpoint = await database.checkpoint(name);
      if (checkpoint === null) {
        checkpoint = { projection: name, stream, streamCreated: identity.get(stream)?.created ?? '', version, position: 0 };
        await database.addCheckpoint(checkpoint);
      }
      return new ProjectionRunner(projection, database, checkpoint, onCommitted);
    }),
  );
}
