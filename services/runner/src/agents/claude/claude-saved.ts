import { z } from 'zod';

/** What a restarted runner needs to follow a session of Claude Code again. */
export const claudeSavedSchema = z.object({
  /** Secret of the session's URL at the receiver. */
  token: z.string().min(16),
  /** When the session was started, in ms since the epoch: what its transcripts hold from before is another's. */
  launchedAt: z.number(),
  /** What a person types before ` --resume <id>`. */
  resumePrefix: z.string(),
  /** The conversations of the session, in the order in which they were met. */
  conversations: z.array(
    z.object({
      agentSessionId: z.string(),
      transcript: z.string().nullable(),
      /** Lines from before this moment, in ms since the epoch, are not of this session. */
      since: z.number(),
    }),
  ),
  /** The conversation that can be taken up again; `null` before its first prompt. */
  resumable: z.string().nullable(),
});
export type ClaudeSaved = z.infer<typeof claudeSavedSchema>;
export type Conversation = ClaudeSaved['conversations'][number];
