import * as z from 'zod';
import { runnerIdSchema, sessionIdSchema } from '../identifiers.js';

/** A runner as the console shows it. `online` is false after three missed heartbeats (6 s). */
export const runnerSchema = z.object({
  id: runnerIdSchema,
  hostname: z.string(),
  platform: z.string(),
  startedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  online: z.boolean(),
  sessionIds: z.array(sessionIdSchema),
  repoRoots: z.array(z.string()),
  spoolBytes: z.number().int().min(0),
});
export type Runner = z.infer<typeof runnerSchema>;
export const runnerListSchema = z.object({ items: z.array(runnerSchema), nextCursor: z.null() });

/** Query and answer of `GET /api/repos`: what the repo field of "New session" offers. */
export const reposQuerySchema = z.strictObject({
  prefix: z.string().max(4096).optional(),
  runnerId: runnerIdSchema.optional(),
});
export const reposSchema = z.object({
  roots: z.array(z.string()),
  /** Directories under the roots that begin with `prefix`. */
  directories: z.array(z.object({ path: z.string(), isRepository: z.boolean() })),
  /** Repos of earlier sessions, newest first. */
  recent: z.array(z.object({ path: z.string(), lastUsedAt: z.iso.datetime() })),
});
export type Repos = z.infer<typeof reposSchema>;

/** Settings in force that a person may want to read; never a secret. Each row: name, value, where it was set. */
export const settingsSchema = z.object({
  version: z.string(),
  items: z.array(z.object({ name: z.string(), value: z.string(), description: z.string() })),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Body of `POST /api/login`: the one-time code or the token from the printed URL's fragment. */
export const loginSchema = z.strictObject({ token: z.string().min(1).max(200) });
