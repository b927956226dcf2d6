import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { connectService, EventPublisher } from '@agents-fleet/event-log';
import type { Logger, RunningService } from '@agents-fleet/platform';
import { answerGitCommands } from './commands.js';
import type { GitSnapshotConfiguration } from './configuration.js';
import { findGit } from './git/find-git.js';
import { Git } from './git/git.js';
import { GitSnapshot } from './git-snapshot.js';
import { PendingCaptures } from './snapshots/pending-captures.js';
import { SnapshotFiles } from './snapshots/snapshot-files.js';
import { SnapshotTaker, type SnapshotOptions } from './snapshots/snapshot-taker.js';
import { openSnapshotDirectory } from './store/snapshot-directory.js';

export { gitSnapshotConfigurationSchema, type GitSnapshotConfiguration } from './configuration.js';

/** Starts git-snapshot: what a session changes in its repository, and how it is put back. */
export async function startGitSnapshot(configuration: GitSnapshotConfiguration, logger: Logger): Promise<RunningService> {
  const directory = await openSnapshotDirectory(configuration.FLEET_SNAPSHOT_DIR);
  const files = new SnapshotFiles(directory);
  await files.clear();
  const program = await findGit(process.env['PATH']);
  // Sessions go on without it: their snapshots have the commit and the branch, and say what is missing.
  if (typeof program === 'string') logger.error({ why: program }, 'no files are kept in snapshots');
  const git = typeof program === 'string' ? program : new Git(program, join(directory.path, 'home'));
  const broker = await connectService('git-snapshot', configuration, logger);
  const publisher = new EventPublisher(broker);
  const taker = new SnapshotTaker(git, files, await snapshotOptions(configuration), logger);
  const snapshot = await GitSnapshot.start({
    broker, publisher, taker, files, logger,
    pending: new PendingCaptures(join(directory.path, 'pending')),
    captureOnEnd: configuration.AGENTS_FLEET_CAPTURE_GIT_ON_END,
  });
  const commands = answerGitCommands({ broker, git, snapshot, files, roots: configuration.FLEET_REPO_ROOTS });
  // Ready means that the broker knows who answers: a command sent a moment later must not find nobody.
  await broker.connection.flush();
  return {
    name: 'git-snapshot',
    health: () => ({
      ok: broker.status.online,
      details: {
        broker: broker.status.online,
        git: typeof program === 'string' ? program : program.version,
        captured: snapshot.captured,
        pending: snapshot.pending,
      },
    }),
    stop: async () => {
      // A publish that can't end (no broker) must not keep the process: its snapshot is pending and comes again.
      if (!broker.status.online) publisher.close();
      commands.stop();
      await snapshot.stop();
      publisher.close();
      await broker.close();
    },
  };
}

async function snapshotOptions(configuration: GitSnapshotConfiguration): Promise<SnapshotOptions> {
  const own = [configuration.FLEET_SNAPSHOT_DIR, configuration.FLEET_DATA_DIR];
  const real = await Promise.all(own.map((path) => realpath(path).catch(() => path)));
  return {
    roots: configuration.FLEET_REPO_ROOTS,
    limits: {
      files: configuration.FLEET_SNAPSHOT_MAX_FILES,
      bytes: configuration.FLEET_SNAPSHOT_MAX_BYTES,
      seconds: configuration.FLEET_SNAPSHOT_MAX_SECONDS,
    },
    ownDirectories: [...new Set(real)],
  };
}
