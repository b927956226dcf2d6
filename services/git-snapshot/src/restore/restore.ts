import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { RestoreCommand, RestoredFile, RestoreResult } from '@agents-fleet/contracts';
import type { Broker } from '@agents-fleet/event-log';
import { storePlaces } from '../diff/diff-places.js';
import { ownObjects } from '../diff/own-objects.js';
import type { Git } from '../git/git.js';
import { hasText } from '../git/path-text.js';
import type { SnapshotFiles } from '../snapshots/snapshot-files.js';
import type { KeptTree, SnapshotRecord } from '../snapshots/snapshot-record.js';
import { KeptContents } from './kept-contents.js';
import { keptFiles, type KeptFile } from './kept-files.js';
import { planRestore } from './plan-restore.js';
import { presentFile } from './present-file.js';
import { FileSender } from './send-file.js';

/** Looks at files one after the other, but not only one. */
const AT_ONCE = 16;

export interface RestoreParts {
  broker: Broker;
  git: Git;
  files: SnapshotFiles;
  /** Keeps the present state as another snapshot, or finds it kept by an earlier part of the same restore. */
  keepPresent(): Promise<SnapshotRecord>;
  signal: AbortSignal;
}

/** What is to happen, with what is needed to do it. */
interface Planned {
  file: RestoredFile;
  kept: KeptFile | null;
}

/** Puts files back to what they were at a snapshot, or says what that would do. */
export async function restore(parts: RestoreParts, record: SnapshotRecord, kept: KeptTree, command: RestoreCommand): Promise<RestoreResult> {
  const planned = await plan(parts, kept, command.paths);
  const files = planned.map(({ file }) => file);
  if (command.preview || !files.some(({ action }) => isChange(action))) return { keptAs: null, files };
  const present = await parts.keepPresent();
  // Looked at once more: between a preview and now, and since the present state was kept, files may have changed.
  const known = present.kept === null ? null : await presentIn(parts, present.kept, command.paths);
  const target = { sessionId: command.sessionId, runnerId: record.event.runnerId, root: kept.root };
  const sender = new FileSender(parts.broker, target);
  const done = await parts.files.withWork(kept.store, (work) =>
    withContents(parts, kept, planned, async (contents) => {
      const files: RestoredFile[] = [];
      for (const one of planned) files.push(isChange(one.file.action) ? await putBack(sender, kept, known, one, contents, work) : one.file);
      return files;
    }),
  );
  return { keptAs: present.event.data.snapshotId, files: done };
}

/** One git process for all contents that are written, in their order: one for each file takes minutes for thousands. */
function withContents(
  { git, files, signal }: RestoreParts,
  { store }: KeptTree,
  planned: readonly Planned[],
  use: (contents: KeptContents) => Promise<RestoredFile[]>,
): Promise<RestoredFile[]> {
  const ids = planned.flatMap(({ file, kept }) => (file.action === 'write' && kept !== null ? [kept.id] : []));
  const command = { words: ['cat-file', '--batch'], places: storePlaces({ gitDir: join(files.stores, store) }), input: ids.map((id) => `${id}\n`), signal };
  return ids.length === 0 ? use(new KeptContents(Readable.from([]))) : git.read(command, (output) => use(new KeptContents(output)));
}

async function putBack(
  sender: FileSender,
  target: KeptTree,
  known: ReadonlyMap<string, KeptFile> | null,
  { file, kept }: Planned,
  contents: KeptContents,
  work: string,
): Promise<RestoredFile> {
  const refused = (why: string): RestoredFile => ({ path: file.path, action: 'refused', why });
  // Taken first: the next file's comes behind it, whatever becomes of this one.
  const content = file.action === 'write' ? await contents.next() : null;
  if (known === null) return refused('the present state could not be kept');
  const present = await presentFile(target.root, kept?.path ?? bytesOf(file.path), target.idLength);
  const safe = known.get(file.path);
  if (present.kind === 'other') return refused(present.what);
  if (present.kind === 'file' && (safe?.id !== present.id || safe.mode !== present.mode)) return refused('what is there now could not be kept, or it has just changed');
  if (kept !== null && content === null) return refused('its content is not kept any more');
  const failure = kept === null || content === null ? await sender.delete(file.path) : await sender.write(file.path, kept, content, work);
  return failure === null ? file : refused(failure);
}

async function plan({ git, files, signal }: RestoreParts, kept: KeptTree, paths: readonly string[]): Promise<Planned[]> {
  const gitDir = join(files.stores, kept.store);
  const found = await keptFiles(git, { gitDir }, kept.tree, new Set(paths), signal);
  const { sizes } = await ownObjects(git, { root: kept.root, gitDir, idLength: kept.idLength, borrowed: [] }, [...found.values()].map(({ id }) => id), signal);
  const leftOut = new Set(kept.leftOut);
  const planned: Planned[] = [];
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    signal.throwIfAborted();
    planned.push(...(await Promise.all(paths.slice(from, from + AT_ONCE).map(one))));
  }
  return planned;

  async function one(path: string): Promise<Planned> {
    const file = found.get(path) ?? null;
    const bytes = file?.path ?? bytesOf(path);
    const present = isOutside(path) ? ({ kind: 'other', what: 'it leads out of the repository' } as const) : await presentFile(kept.root, bytes, kept.idLength);
    const mayBeLeftOut = kept.hasOthers || leftOut.has(bytes) || kept.sparse.includes(bytes) || isBelow(bytes, leftOut);
    const isGitOwn = path.split('/').some((part) => part.toLowerCase() === '.git');
    return { kept: file, file: planRestore({ path, hasText: hasText(bytes), kept: file, isStored: file !== null && sizes.has(file.id), mayBeLeftOut, present, isGitOwn }) };
  }
}

/** The present files as they have just been kept; only those whose content is in our store count. */
async function presentIn({ git, files, signal }: RestoreParts, kept: KeptTree, paths: readonly string[]): Promise<Map<string, KeptFile>> {
  const gitDir = join(files.stores, kept.store);
  const found = await keptFiles(git, { gitDir }, kept.tree, new Set(paths), signal);
  const { sizes } = await ownObjects(git, { root: kept.root, gitDir, idLength: kept.idLength, borrowed: [] }, [...found.values()].map(({ id }) => id), signal);
  return new Map([...found].filter(([, { id }]) => sizes.has(id)));
}

function isChange(action: RestoredFile['action']): boolean {
  return action === 'write' || action === 'delete';
}

/** Nobody asks for such a path by mistake. */
function isOutside(path: string): boolean {
  return path.startsWith('/') || path.includes('\0') || path.split('/').some((part) => part === '..' || part === '.' || part === '');
}

/** A repository of its own is left out as a directory. */
function isBelow(path: string, directories: ReadonlySet<string>): boolean {
  const parts = path.split('/');
  return parts.some((_part, count) => count > 0 && directories.has(`${parts.slice(0, count).join('/')}/`));
}

function bytesOf(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1');
}
