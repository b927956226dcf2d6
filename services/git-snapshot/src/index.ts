import { connectService, EventPublisher } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import type { GitSnapshotConfiguration } from './configuration.js';
import { GitSnapshot } from './git-snapshot.js';

export { gitSnapshotConfigurationSchema, type GitSnapshotConfiguration } from './configuration.js';

/** Starts git-snapshot: the repository's commit and branch at the start and the end of each session. */
export async function startGitSnapshot(configuration: GitSnapshotConfiguration, logger: Logger): Promise<RunningService> {
  const broker = await connectService('git-snapshot', configuration, logger);
  const publisher = new EventPublisher(broker);
  const options = { roots: configuration.FLEET_REPO_ROOTS, captureOnEnd: configuration.AGENTS_FLEET_CAPTURE_GIT_ON_END };
  const snapshot = new GitSnapshot(broker, publisher, options, logger);
  return {
    name: 'git-snapshot',
    health: () => ({
      ok: broker.status.online,
      details: { broker: broker.status.online, captured: snapshot.captured, pending: snapshot.pending },
    }),
    stop: async () => {
      // A publish that can't end (no broker) must not keep the process: its event is not acknowledged and comes again.
      if (!broker.status.online) publisher.close();
      await snapshot.stop();
      publisher.close();
      await broker.close();
    },
  };
}
