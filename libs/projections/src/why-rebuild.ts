import { existsSync } from 'node:fs';
import { whyStale, type LogIdentity } from './log-identity.js';
import type { Projection } from './projection.js';
import { ProjectionDatabase } from './projection-database.js';
import { isDamagedFile } from './sqlite-errors.js';

/** Why the rows in a file have to be made anew, `null` when they can be carried on (or when there are none yet). */
export async function whyRebuild(
  path: string,
  projections: readonly Projection[],
  identity: LogIdentity,
  version: string,
): Promise<string | null> {
  if (!existsSync(path)) return null;
  try {
    const database = await ProjectionDatabase.open(path);
    try {
      for (const { name, stream } of projections) {
        const checkpoint = await database.checkpoint(name);
        const why = checkpoint === null ? null : whyStale(checkpoint, identity.get(stream), version);
        if (why !== null) return why;
      }
      return null;
    } finally {
      await database.close();
    }
  } catch (error) {
    if (isDamagedFile(error)) return 'the file is damaged';
    throw error;
  }
}
