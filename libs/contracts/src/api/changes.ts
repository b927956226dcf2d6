import * as z from 'zod';
import { gitSnapshotSummarySchema } from '../events/git.js';
import { sessionIdSchema } from '../identifiers.js';

/** Id of one snapshot within its session: `start`, `end`, or a ULID. Also the name of its directory. */
export const snapshotIdSchema = z.string().regex(/^(?:start|end|[0-9A-HJKMNP-TV-Z]{26})$/, 'is no snapshot id');

/** How a file differs from the baseline. */
export const changeStatusSchema = z.enum(['added', 'modified', 'deleted', 'renamed', 'copied', 'type_changed']);
export type ChangeStatus = z.infer<typeof changeStatusSchema>;

/** Why a file's change is listed and not shown line by line; `null` when it is shown. */
export const notInlinedSchema = z.enum(['binary', 'too_large', 'minified', 'submodule', 'left_out']);

/**
 * One file that changed between the start of a session and a snapshot. Paths are relative to the repository's root;
 * bytes that are no UTF-8 are written as git writes them, in quotes with octal escapes.
 */
export const changedFileSchema = z.object({
  path: z.string(),
  /** Where it was before, of a renamed or copied one. */
  oldPath: z.string().nullable(),
  status: changeStatusSchema,
  /** Lines; `null` when they were not counted. */
  additions: z.number().int().min(0).nullable(),
  deletions: z.number().int().min(0).nullable(),
  /** As git writes them (`100644`); `null` where there is no file. */
  oldMode: z.string().nullable(),
  newMode: z.string().nullable(),
  /** Bytes of the new file, or of the old one when it is deleted. */
  size: z.number().int().min(0),
  notInlined: notInlinedSchema.nullable(),
  /** Where the change is: in a commit of the session, in the index, in the work tree, in a file that git doesn't track. */
  places: z.array(z.enum(['committed', 'staged', 'unstaged', 'untracked'])),
});
export type ChangedFile = z.infer<typeof changedFileSchema>;

/** A commit that the branch has gained since the start of the session. */
export const sessionCommitSchema = z.object({
  id: z.string(),
  subject: z.string(),
  author: z.string(),
  at: z.iso.datetime({ offset: true }),
});
export type SessionCommit = z.infer<typeof sessionCommitSchema>;

/** One snapshot of a session's repository. */
export const sessionSnapshotSchema = z.object({ ...gitSnapshotSummarySchema.shape, at: z.iso.datetime() });
export type SessionSnapshot = z.infer<typeof sessionSnapshotSchema>;

/** Answer to `GET /api/sessions/:id/changes`: its snapshots, oldest first. */
export const snapshotListSchema = z.object({ items: z.array(sessionSnapshotSchema) });

/** Answer to `GET /api/sessions/:id/changes/:snapshotId`: what changed from the start of the session until then. */
export const snapshotChangesSchema = z.object({
  snapshot: sessionSnapshotSchema,
  /** Newest first. */
  commits: z.array(sessionCommitSchema),
  /** By path. */
  files: z.array(changedFileSchema),
});
export type SnapshotChanges = z.infer<typeof snapshotChangesSchema>;

/** Query of `GET …/changes/:snapshotId/diff`: the unified diff of one file, as text. */
export const fileDiffQuerySchema = z.strictObject({ path: z.string().min(1).max(4096) });
/** Query of `GET …/changes/:snapshotId/content`: one side of a changed file, as text, for the lines around a change. */
export const fileContentQuerySchema = z.strictObject({
  path: z.string().min(1).max(4096),
  side: z.enum(['before', 'after']),
});

/** Most files that are put back at once. */
export const MAX_RESTORED_FILES = 10_000;
/** Most bytes of all their paths: the answer names them with reasons, and is one message of the broker (1 MiB). */
export const MAX_RESTORED_PATH_BYTES = 400 * 1024;

/**
 * Body of `POST /api/sessions/:id/restore`: puts files back to what they were at a snapshot. With `preview` nothing is
 * written. Before anything is, the present state is kept as another snapshot.
 */
export const restoreSchema = z.strictObject({
  snapshotId: snapshotIdSchema,
  paths: z.array(z.string().min(1).max(4096)).min(1).max(MAX_RESTORED_FILES),
  preview: z.boolean().default(false),
  /**
   * `keptAs` of an earlier request of the same restore, which was too large for one: that snapshot has the state before
   * this one, too, and none is taken. A file that has changed since then is refused.
   */
  keptAs: snapshotIdSchema.nullable().default(null),
});
export type Restore = z.infer<typeof restoreSchema>;

/** What happens to one file: it gets the old content, is deleted, stays as it is, or can't be put back (`why`). */
export const restoredFileSchema = z.object({
  path: z.string(),
  action: z.enum(['write', 'delete', 'none', 'refused']),
  why: z.string().nullable(),
});
export type RestoredFile = z.infer<typeof restoredFileSchema>;

/** Answer: `keptAs` is the snapshot of what was there before; `null` for a preview. Restore it to undo. */
export const restoreResultSchema = z.object({ keptAs: snapshotIdSchema.nullable(), files: z.array(restoredFileSchema) });
export type RestoreResult = z.infer<typeof restoreResultSchema>;

/** `fleet.git.cmd.capture`: take a snapshot now. Reply: its id, once its event is stored. */
export const captureCommandSchema = z.object({
  sessionId: sessionIdSchema,
  phase: z.enum(['asked', 'before_restore']),
  correlationId: z.string().min(1),
});
export type CaptureCommand = z.infer<typeof captureCommandSchema>;
export const captureReplySchema = z.object({ snapshotId: snapshotIdSchema });

/** Most bytes of one side of a file that are sent for the lines around a change. */
export const MAX_CONTENT_BYTES = 512 * 1024;

/** `fleet.git.cmd.content`: one side of a changed file. `text` is `null` when it is binary, too large or not there. */
export const contentCommandSchema = z.object({
  sessionId: sessionIdSchema,
  snapshotId: snapshotIdSchema,
  path: z.string().min(1).max(4096),
  side: z.enum(['before', 'after']),
});
export type ContentCommand = z.infer<typeof contentCommandSchema>;
export const contentReplySchema = z.object({ text: z.string().nullable() });

/** `fleet.git.cmd.restore`: as `restoreSchema`; the files are written by the session's runner. */
export const restoreCommandSchema = z.object({
  sessionId: sessionIdSchema,
  snapshotId: snapshotIdSchema,
  paths: z.array(z.string().min(1)).min(1).max(MAX_RESTORED_FILES),
  preview: z.boolean(),
  keptAs: snapshotIdSchema.nullable().default(null),
  correlationId: z.string().min(1),
});
export type RestoreCommand = z.infer<typeof restoreCommandSchema>;

/** Most bytes of a file in one `restore_file` command, before base64: fits the broker's 1 MiB. */
export const RESTORE_PIECE_BYTES = 512 * 1024;

/**
 * `fleet.runner.<id>.cmd.restore_file`: writes one file of a session's repository, in pieces that are sent in order.
 * `mode` is git's (`100644`, `100755`, `120000`); `null` deletes the file. The last piece puts the file in place.
 */
export const restoreFileCommandSchema = z.object({
  sessionId: sessionIdSchema,
  repoPath: z.string().min(1),
  path: z.string().min(1).max(4096),
  mode: z.enum(['100644', '100755', '120000']).nullable(),
  piece: z.number().int().min(0),
  pieces: z.number().int().min(1),
  /** Of the whole file, hex; checked before it is put in place. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  dataBase64: z.string(),
});
export type RestoreFileCommand = z.infer<typeof restoreFileCommandSchema>;
