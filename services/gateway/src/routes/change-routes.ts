import { z } from 'zod';
import {
  contentReplySchema,
  fileContentQuerySchema,
  fileDiffQuerySchema,
  restoreResultSchema,
  restoreSchema,
  sessionIdSchema,
  sessionSnapshotSchema,
  snapshotChangesSchema,
  snapshotIdSchema,
  snapshotListSchema,
} from '@agents-fleet/contracts';
import { route } from '../http/route-contract.js';

const ofSession = z.strictObject({ id: sessionIdSchema });
const ofSnapshot = z.strictObject({ id: sessionIdSchema, snapshotId: snapshotIdSchema });

/** 409: there is no repository to compare; 410: what changed isn't kept. */
const snapshotProblems = [404, 409, 410, 503];

export const changeRoutes = {
  listSnapshots: route({
    method: 'GET',
    path: '/api/sessions/:id/changes',
    summary: 'Snapshots of a session’s repository: at its start, at its end, and when they were asked for',
    params: ofSession,
    answer: { status: 200, description: 'All snapshots, oldest first', schema: snapshotListSchema },
    problems: [404, 503],
  }),
  takeSnapshot: route({
    method: 'POST',
    path: '/api/sessions/:id/changes',
    summary: 'Take a snapshot of a session’s repository now',
    params: ofSession,
    body: z.strictObject({}).optional(),
    answer: { status: 201, description: 'The snapshot', schema: sessionSnapshotSchema },
    problems: [404, 409, 415, 422, 503],
  }),
  getChanges: route({
    method: 'GET',
    path: '/api/sessions/:id/changes/:snapshotId',
    summary: 'What changed from the start of a session until a snapshot: commits and files',
    params: ofSnapshot,
    answer: { status: 200, description: 'Commits, newest first; files by path', schema: snapshotChangesSchema },
    problems: snapshotProblems,
  }),
  getDiff: route({
    method: 'GET',
    path: '/api/sessions/:id/changes/:snapshotId/diff',
    summary: 'The unified diff of one changed file; 422 for one whose change is listed, but not shown line by line',
    params: ofSnapshot,
    query: fileDiffQuerySchema,
    answer: { status: 200, description: 'Untrusted text in the file’s own encoding, as git writes it', contentType: 'text/plain; charset=utf-8' },
    problems: [...snapshotProblems, 422],
  }),
  getPatch: route({
    method: 'GET',
    path: '/api/sessions/:id/changes/:snapshotId/patch',
    summary: 'Everything that changed until a snapshot, for `git apply` on the commit and files of the session’s start',
    params: ofSnapshot,
    answer: { status: 200, description: 'A patch; empty when nothing changed', contentType: 'text/x-diff' },
    problems: snapshotProblems,
  }),
  getContent: route({
    method: 'GET',
    path: '/api/sessions/:id/changes/:snapshotId/content',
    summary: 'A changed file before or after, for the lines around a change',
    params: ofSnapshot,
    query: fileContentQuerySchema,
    answer: { status: 200, description: 'Its text; null when it is binary, too large or not there', schema: contentReplySchema },
    problems: [404, 409, 422, 503],
  }),
  restoreFiles: route({
    method: 'POST',
    path: '/api/sessions/:id/restore',
    summary: 'Put files of the repository back to what they were at a snapshot; with `preview`, say what would happen',
    params: ofSession,
    body: restoreSchema,
    answer: { status: 200, description: 'What happened to each file, and the snapshot to restore to undo it', schema: restoreResultSchema },
    problems: [404, 409, 413, 415, 422, 503],
  }),
  getBundle: route({
    method: 'GET',
    path: '/api/sessions/:id/bundle.zip',
    summary: 'Everything that is kept of a session, in one file: records, terminal, input, snapshots; of a running one, up to now',
    params: ofSession,
    answer: { status: 200, description: 'A zip file', contentType: 'application/zip' },
    problems: [404, 429, 503],
  }),
} as const;
