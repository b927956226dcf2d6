import { ArtifactList } from '../artifacts/artifact-list.js';
import { BundleDownload, type BundleSources } from '../artifacts/bundle.js';
import { type FleetConnection } from '../fleet/fleet-connection.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { GitSnapshotCommands } from './git-snapshot-commands.js';
import { SessionRestore } from './restore.js';
import { SessionSnapshots } from './session-snapshots.js';
import { SnapshotCapture } from './snapshot-capture.js';
import { SnapshotChangesReader } from './snapshot-changes.js';
import { SnapshotFiles } from './snapshot-files.js';
import { StoredChangesReader } from './stored-changes.js';

/**
 * What the controllers of changes and artifacts need.
 * @param directory where git-snapshot keeps its snapshots
 */
export function changeParts(
  { broker, models, runners, changes }: FleetConnection,
  sessions: SessionLookup,
  terminal: Pick<BundleSources, 'terminal' | 'cast' | 'text'>,
  directory: string,
): object[] {
  const snapshotFiles = new SnapshotFiles(directory);
  const snapshots = new SessionSnapshots(models);
  const commands = new GitSnapshotCommands(broker);
  const artifacts = new ArtifactList(models);
  return [
    ...[snapshots, commands, artifacts],
    new SnapshotChangesReader(snapshots, snapshotFiles, new StoredChangesReader(snapshotFiles)),
    new SnapshotCapture(sessions, commands, changes, snapshots),
    new SessionRestore(sessions, snapshots, runners, commands),
    new BundleDownload({ models, sessions, artifacts, snapshotFiles, ...terminal }),
  ];
}
