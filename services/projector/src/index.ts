import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { subjects, type ProjectionChanged } from '@agents-fleet/contracts';
import { connectService, publishCore } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import { takeWriterLock } from '@agents-fleet/projections';
import { retentionOf } from './archive/archive-retention.js';
import type { StartRun } from './archive/archivist-run.js';
import { runInThread } from './archive/run-in-thread.js';
import { ChangeAnnouncer } from './change-announcer.js';
import type { ProjectorConfiguration } from './configuration.js';
import { logProjection } from './log/log-projection.js';
import { ProjectorLife } from './projector-life.js';
import { projectorHealth } from './projector-health.js';
import { ptyProjection } from './terminal/pty-projection.js';
import { stdinProjection } from './terminal/stdin-projection.js';

export { projectorConfigurationSchema, type ProjectorConfiguration } from './configuration.js';

/** Raise it when the same events are to make other rows: the read models are then rebuilt from the log. */
const ROWS_VERSION = 3;

/**
 * Starts the projector: the log in, SQLite rows out. Ready once the rows are of this log and new events are taken.
 * @param startRun where the archivist runs; specs have no thread's program
 * @throws SecondWriterError when another projector writes to the same file
 */
export async function startProjector(
  configuration: ProjectorConfiguration,
  logger: Logger,
  startRun: StartRun = runInThread,
): Promise<RunningService> {
  const path = configuration.FLEET_DATABASE;
  const countCacheReads = configuration.FLEET_COUNT_CACHE_READS;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const lock = takeWriterLock(path);
  try {
    const broker = await connectService('projector', configuration, logger);
    const announcer = new ChangeAnnouncer((sessionIds) => {
      publishCore(broker, subjects.projectionChanged, { sessionIds } satisfies ProjectionChanged);
    });
    const life = new ProjectorLife({
      path,
      broker,
      logger,
      projections: [logProjection({ countCacheReads }), ptyProjection, stdinProjection],
      version: `${ROWS_VERSION}${countCacheReads ? '+cache-reads' : ''}`,
      onChanged: (sessionIds) => announcer.add(sessionIds),
      retention: retentionOf(configuration),
      startRun,
    });
    const stop = async () => {
      await life.stop();
      announcer.stop();
      await broker.close();
      lock.release();
    };
    await life.start().catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { name: 'projector', health: () => projectorHealth(broker.status.online, life), stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}
