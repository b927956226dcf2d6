import { type ChangedFile, type SessionSnapshot, type SnapshotChanges } from '@agents-fleet/contracts';
import { ProblemError } from '../http/problem.js';
import { partOf, type FilePart } from './file-part.js';
import { type SessionSnapshots } from './session-snapshots.js';
import { type SnapshotFiles } from './snapshot-files.js';
import { changedFileOf, type StoredChanges, type StoredChangesReader } from './stored-changes.js';

const NOTHING: StoredChanges = { commits: [], files: [] };

/** Why a file's change is not shown line by line. */
const NOT_INLINED: Readonly<Record<NonNullable<ChangedFile['notInlined']>, string>> = {
  binary: 'is binary',
  too_large: 'has changed too much to be shown line by line',
  minified: 'is minified: its lines are not for reading',
  submodule: 'is a submodule: only its commit has changed',
  left_out: 'was left out of the snapshot, which says why',
};

/** What changed from the start of a session until one of its snapshots. */
export class SnapshotChangesReader {
  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly files: SnapshotFiles,
    private readonly stored: StoredChangesReader,
  ) {}

  /** @throws ProblemError 404 for an unknown snapshot; 409 or 410 when there is nothing to compare */
  async changes(sessionId: string, snapshotId: string): Promise<SnapshotChanges> {
    const snapshot = await this.snapshots.get(sessionId, snapshotId);
    const { commits, files } = await this.#stored(sessionId, snapshot);
    return { snapshot, commits: [...commits], files: files.map(changedFileOf) };
  }

  /** The unified diff of one file. @throws ProblemError also 404 for a file that hasn't changed, 422 for one that isn't shown */
  async diff(sessionId: string, snapshotId: string, path: string): Promise<FilePart> {
    const snapshot = await this.snapshots.get(sessionId, snapshotId);
    const file = (await this.#stored(sessionId, snapshot)).files.find((changed) => changed.path === path);
    if (file === undefined) throw new ProblemError(404, 'This file has not changed until the snapshot.');
    if (file.notInlined !== null) {
      const message = NOT_INLINED[file.notInlined];
      throw new ProblemError(422, `The file ${message}.`, [{ field: 'path', message }]);
    }
    return this.#part(sessionId, snapshot, file.patchOffset, file.patchLength);
  }

  /** The whole patch. */
  async patch(sessionId: string, snapshotId: string): Promise<FilePart | null> {
    const snapshot = await this.snapshots.get(sessionId, snapshotId);
    // A snapshot without a list is refused with the same words as for the list.
    if ((await this.#stored(sessionId, snapshot)).files.length === 0) return null;
    return this.#part(sessionId, snapshot);
  }

  async #part(sessionId: string, snapshot: SessionSnapshot, offset = 0, length?: number): Promise<FilePart> {
    const file = await this.files.open(sessionId, snapshot.snapshotId, 'changes.patch');
    if (file === null) throw notKept();
    try {
      return partOf(file, offset, length ?? file.size);
    } catch (error) {
      await file.handle.close();
      throw error;
    }
  }

  async #stored(sessionId: string, snapshot: SessionSnapshot): Promise<StoredChanges> {
    const stored = await this.stored.read(sessionId, snapshot.snapshotId);
    if (stored !== null) return stored;
    if (snapshot.state !== 'ok') throw new ProblemError(409, `There is nothing to compare: ${snapshot.detail ?? snapshot.state.replaceAll('_', ' ')}.`);
    // Until the start nothing can have changed.
    if (snapshot.phase === 'start') return NOTHING;
    throw notKept();
  }
}

function notKept(): ProblemError {
  return new ProblemError(410, 'What had changed until this snapshot is not kept; only its summary is.');
}
