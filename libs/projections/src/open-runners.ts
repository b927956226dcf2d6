import type { ReadModelWriter } from '@agents-fleet/read-models';
import type { LogIdentity } from './log-identity.js';
import type { Projection } from './projection.js';
import type { ProjectionDatabase } from './projection-database.js';
import { ProjectionRunner, type Committed } from './projection-runner.js';

/**
 * A runner for each projection, at its checkpoint; one that has none begins at the start of its stream.
 * @param seed called for a new database, before anything else is written to it
 */
export async function openRunners(
  database: ProjectionDatabase,
  projections: readonly Projection[],
  identity: LogIdentity,
  version: string,
  seed: (write: ReadModelWriter) => Promise<void>,
  onCommitted: (committed: Committed) => void,
): Promise<ProjectionRunner[]> {
  if (await database.isNew()) await database.transaction(({ write }) => seed(write));
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
