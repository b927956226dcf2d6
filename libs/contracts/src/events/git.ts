import * as z from 'zod';
import { eventSchema } from '../envelope.js';

/**
 * The repo's state at the start or the end of a session. Id: `git:<sessionId>:<phase>`.
 * `head` is the commit's id, `branch` is `null` when HEAD is detached. `detail` explains every state but `ok`.
 */
export const gitCapturedSchema = eventSchema(
  'git.captured',
  1,
  z.object({
    phase: z.enum(['start', 'end']),
    state: z.enum(['ok', 'no_commit', 'not_a_repository', 'missing', 'unreadable']),
    head: z.string().nullable(),
    branch: z.string().nullable(),
    detail: z.string().nullable(),
  }),
);
export type GitCaptured = z.infer<typeof gitCapturedSchema>;
