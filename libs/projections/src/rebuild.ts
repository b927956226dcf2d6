import { batches, readSubject, type Broker, type ReceivedMessage } from '@agents-fleet/event-log';
import type { ReadModelWriter } from '@agents-fleet/read-models';
import { removeDatabase, replaceDatabase } from './database-file.js';
import type { LogIdentity } from './log-identity.js';
import { openRunners } from './open-runners.js';
import type { Projection } from './projection.js';
import { ProjectionDatabase } from './projection-database.js';
import type { ProjectionRunner } from './projection-runner.js';

/**
 * Replays the log into a new file and puts it in the place of the old one, which stays readable until then. What is
 * published meanwhile is for the consumers that start afterwards.
 */
export async function rebuild(
  path: string,
  broker: Broker,
  projections: readonly Projection[],
  identity: LogIdentity,
  version: string,
  seed: (write: ReadModelWriter) => Promise<void>,
): Promise<void> {
  const fresh = `${path}.rebuilding`;
  await removeDatabase(fresh);
  const database = await ProjectionDatabase.open(fresh);
  try {
    const runners = await openRunners(database, projections, identity, version, seed, () => undefined);
    for (const runner of runners) await replay(broker, runner);
  } finally {
    await database.close();
  }
  await replaceDatabase(path, fresh);
}

/** Applies what is stored of one projection's subject at this moment. */
async function replay(broker: Broker, runner: ProjectionRunner): Promise<void> {
  const { stream, subject, maxMessages, maxBytes } = runner.projection;
  const reader = await readSubject(broker, { stream, subject, fromSeq: runner.position + 1 });
  try {
    let left = reader.pendingAtStart;
    if (left === 0) return;
    const source: AsyncIterator<ReceivedMessage> = reader[Symbol.asyncIterator]();
    for await (const batch of batches(source, { maxMessages, maxBytes }, (message) => message.data.length)) {
      await runner.handle(batch);
      left -= batch.length;
      if (left <= 0) return;
    }
  } finally {
    reader.stop();
  }
}
