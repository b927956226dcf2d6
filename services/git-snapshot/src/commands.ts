import {
  captureCommandSchema, contentCommandSchema, MAX_RESTORED_PATH_BYTES, restoreCommandSchema, subjects,
  type CommandError, type CommandReply, type ContentCommand,
} from '@agents-fleet/contracts';
import { join } from 'node:path';
import { respond, type Broker, type ReceivedCommand, type Stoppable } from '@agents-fleet/event-log';
import type { z } from 'zod';
import type { Git } from './git/git.js';
import type { GitSnapshot } from './git-snapshot.js';
import { readRepository } from './repository-head.js';
import { contentOf } from './restore/content-of.js';
import { restore } from './restore/restore.js';
import type { SnapshotFiles } from './snapshots/snapshot-files.js';
import type { KeptTree } from './snapshots/snapshot-record.js';

export interface CommandParts {
  broker: Broker;
  /** Or why there is none, in words for a person. */
  git: Git | string;
  snapshot: GitSnapshot;
  files: SnapshotFiles;
  /** The allowed roots. */
  roots: readonly string[];
}

/** A text is asked for by somebody who waits, in milliseconds. */
const CONTENT_TIMEOUT_MS = 20_000;

/** Answers what the gateway asks for: a snapshot now, a file's text, files put back. */
export function answerGitCommands(parts: CommandParts): Stoppable {
  const stopped = new AbortController();
  const answer = <Schema extends z.ZodType>(command: 'capture' | 'content' | 'restore', schema: Schema, handle: (wanted: z.output<Schema>) => Promise<CommandReply<unknown>>) =>
    respond(parts.broker, subjects.gitCommand(command), (received) => {
      const wanted = schema.safeParse(bodyOf(received));
      return wanted.success ? handle(wanted.data) : invalid(wanted.error);
    });
  const commands = [
    answer('capture', captureCommandSchema, async ({ sessionId, phase, correlationId }) => {
      const facts = await parts.snapshot.factsOf(sessionId);
      if (facts === null) return refused('session_not_found', 'there is no such session', 'sessionId');
      const { event } = await parts.snapshot.capture(sessionId, facts, phase, correlationId);
      return { ok: true, data: { snapshotId: event.data.snapshotId } };
    }),
    answer('content', contentCommandSchema, async (command) => {
      const found = await keptTree(parts, command);
      if ('code' in found) return { ok: false, error: found };
      const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(CONTENT_TIMEOUT_MS)]);
      const names = [command.path, ...(command.side === 'before' ? await earlierNames(parts.files, command) : [])];
      return { ok: true, data: { text: await contentOf(found.git, join(parts.files.stores, found.kept.store), found.kept, names, command.side, signal) } };
    }),
    answer('restore', restoreCommandSchema, async (command) => {
      const bytes = command.paths.reduce((sum, path) => sum + Buffer.byteLength(path), 0);
      if (bytes > MAX_RESTORED_PATH_BYTES) return refused('invalid_input', 'these are too many files at once; choose fewer', 'paths');
      const found = await keptTree(parts, command);
      if ('code' in found) return { ok: false, error: found };
      const gone = await whyGone(found.kept, parts.roots);
      if (gone !== null) return refused('repo_not_found', gone, null);
      const { runnerId } = found.record.event;
      const point = command.keptAs === null ? null : await restorePoint(parts, command.sessionId, command.keptAs, found.kept);
      if (point !== null && 'code' in point) return { ok: false, error: point };
      const keepPresent = async () =>
        point ?? (await parts.snapshot.capture(command.sessionId, { repoPath: found.record.repoPath, runnerId }, 'before_restore', command.correlationId));
      const result = await restore({ broker: parts.broker, git: found.git, files: parts.files, keepPresent, signal: stopped.signal }, found.record, found.kept, command);
      return { ok: true, data: result };
    }),
  ];
  return {
    stop: () => {
      stopped.abort(new Error('git-snapshot stops'));
      for (const command of commands) command.stop();
    },
  };
}

/** The tree of a snapshot, or why there is none. */
async function keptTree({ files, git }: CommandParts, { sessionId, snapshotId }: { sessionId: string; snapshotId: string }) {
  const record = await files.read(sessionId, snapshotId);
  if (record === null) return error('session_not_found', 'there is no such snapshot', 'snapshotId');
  if (record.kept === null) return error('invalid_input', 'this snapshot has no files', 'snapshotId');
  return typeof git === 'string' ? error('unavailable', git, null) : { record, kept: record.kept, git };
}

/** The snapshot in which an earlier part of a restore has kept the whole work tree, or why it is none. */
async function restorePoint({ files }: CommandParts, sessionId: string, keptAs: string, { root }: KeptTree) {
  const record = await files.read(sessionId, keptAs);
  if (record?.event.data.phase !== 'before_restore') return error('invalid_input', 'is no snapshot that was taken before files were put back', 'keptAs');
  return record.kept === null || record.kept.root === root ? record : error('invalid_input', 'is a snapshot of another repository', 'keptAs');
}

/** Why nothing can be put back into a repository: it is gone, or something else is in its place. `null`: it is there. */
async function whyGone({ root }: KeptTree, roots: readonly string[]): Promise<string | null> {
  const { git, head } = await readRepository(root, roots);
  if (git?.root === root) return null;
  return head.detail ?? `${root} is not in the repository any more that it was in`;
}

/** A renamed file is asked for by its present name. */
async function earlierNames(files: SnapshotFiles, { sessionId, snapshotId, path }: ContentCommand): Promise<string[]> {
  const changes = await files.readChanges(sessionId, snapshotId);
  return changes.files.filter((file) => file.path === path && file.oldPath !== null).map(({ oldPath }) => String(oldPath));
}

function invalid({ issues: [issue] }: z.ZodError): CommandReply<never> {
  const field = issue?.path.join('.') ?? '';
  return refused('invalid_input', issue?.message ?? 'is invalid', field === '' ? null : field);
}

function refused(code: CommandError['code'], message: string, field: string | null): CommandReply<never> {
  return { ok: false, error: error(code, message, field) };
}

function error(code: CommandError['code'], message: string, field: string | null): CommandError {
  return { code, message, field };
}

/** What is no JSON is no command either: the schema says so. */
function bodyOf(command: ReceivedCommand): unknown {
  try {
    return command.json();
  } catch {
    return null;
  }
}
