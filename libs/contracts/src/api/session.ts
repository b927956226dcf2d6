import * as z from 'zod';
import { colsSchema, rowsSchema } from '../commands.js';
import { runnerIdSchema, sessionIdSchema } from '../identifiers.js';
import { MAX_USD } from '../money.js';
import { activitySchema, agentSchema, confidenceSchema, sessionKindSchema, sessionStatusSchema, stopReasonSchema, usageSourceSchema } from '../vocabulary.js';

const tokens = z.number().int().min(0);

/** A budget in USD as a person types it: more than nothing, at most one million. */
export const budgetUsdSchema = z.number().positive('must be more than 0').max(MAX_USD);
/** A budget in tokens: at least one, at most a trillion. */
export const budgetTokensSchema = z.number().int().min(1, 'must be at least 1').max(1e12);

/** Five minutes touch six, because they seldom begin with one. */
export const MAX_RECENT_COSTS = 6;

/** A session as the API shows it (design, section 7). Money is a decimal number of USD; absent values are `null`. */
export const sessionSchema = z.object({
  id: sessionIdSchema,
  kind: sessionKindSchema,
  agent: agentSchema,
  name: z.string(),
  command: z.string().nullable(),
  repoPath: z.string(),
  runnerId: runnerIdSchema,
  status: sessionStatusSchema,
  /** What the agent does; `null` for a program of which nobody can tell, and after the end. */
  activity: activitySchema.nullable(),
  stopReason: stopReasonSchema.nullable(),
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Time of the newest terminal byte or input, for "idle" in the console. */
  lastActivityAt: z.iso.datetime(),
  budgetUsd: z.number().nullable(),
  budgetTokens: z.number().int().nullable(),
  /** One more with each change of the budget, from 1. */
  budgetVersion: z.number().int().min(1),
  costUsd: z.number(),
  tokens: z.object({
    input: tokens,
    cacheRead: tokens,
    /** The sum of the two lifetimes below. */
    cacheWrite: tokens,
    cacheWrite5m: tokens,
    cacheWrite1h: tokens,
    output: tokens,
    total: tokens,
    /** What counts against `budgetTokens`: input + cache writes + output. */
    counted: tokens,
  }),
  /**
   * What was spent in the newest minutes in which anything was, newest first: enough for a burn rate over the last five
   * minutes at any moment. `at` is the minute's beginning. The same money as in `costUsd`, by when it was priced.
   */
  recentCosts: z.array(z.object({ at: z.iso.datetime(), costUsd: z.number() })).max(MAX_RECENT_COSTS),
  /** What the sessions that this one resumes have spent before: counts against its budget, not in its own figures. */
  carried: z.object({ costUsd: z.number(), countedTokens: tokens }),
  /** Fill of the agent's context window at its newest request; `null` when nobody told. */
  context: z.object({ usedTokens: tokens, windowTokens: z.number().int().min(1) }).nullable(),
  /** `null` as long as no usage is known. */
  confidence: confidenceSchema.nullable(),
  usageSource: usageSourceSchema.nullable(),
  models: z.array(z.string()),
  /** 0, or 0.8 once warned, or 1 once reached, for the budget in force. */
  limitState: z.enum(['none', 'armed', 'warned', 'reached']),
  cols: z.number().int(),
  rows: z.number().int(),
  /** Newest chunk and number of output bytes that the record holds. */
  lastChunk: z.number().int().min(0),
  bytes: z.number().int().min(0),
  /** The newest line with text on it, without escape codes, at most 200 characters; `null` before the first. */
  lastLine: z.string().nullable(),
  /** False once the retention settings, or a loss, have taken what the terminal showed; everything else stays. */
  terminalKept: z.boolean(),
  /** Processes of the session found alive after its stop: 0 is the verified stop; `null` before the end. */
  survivors: z.number().int().min(0).nullable(),
  branch: z.string().nullable(),
  resumeOf: sessionIdSchema.nullable(),
  /** The session that took this one up, newest first; `null` when none did. */
  resumedBy: sessionIdSchema.nullable(),
  resumeCommand: z.string().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

export const DEFAULT_COLS = 120;
export const DEFAULT_ROWS = 32;

/** Body of `POST /api/sessions`. Unknown fields are refused, so that a misspelt budget is never ignored. */
export const createSessionSchema = z.strictObject({
  kind: sessionKindSchema,
  repoPath: z.string().min(1, 'is required').max(4096),
  command: z.string().trim().min(1, 'must not be empty').max(32_768).optional(),
  model: z.string().max(200).optional(),
  name: z.string().trim().min(1, 'must not be empty').max(120).optional(),
  budgetUsd: budgetUsdSchema.optional(),
  budgetTokens: budgetTokensSchema.optional(),
  cols: colsSchema.optional(),
  rows: rowsSchema.optional(),
  runnerId: runnerIdSchema.optional(),
});
export type CreateSession = z.infer<typeof createSessionSchema>;

/**
 * Body of `POST /api/sessions/:id/resume`; may be empty. The new session has the old one's budget, of which the chain has
 * spent a part already, unless these say another: absent leaves a budget, `null` removes it.
 */
export const resumeSessionSchema = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(120).optional(),
  budgetUsd: budgetUsdSchema.nullable().optional(),
  budgetTokens: budgetTokensSchema.nullable().optional(),
  cols: colsSchema.optional(),
  rows: rowsSchema.optional(),
});
export type ResumeSession = z.infer<typeof resumeSessionSchema>;

/** Body of `PATCH /api/sessions/:id/budget`: absent leaves a budget, `null` removes it. */
export const changeBudgetSchema = z
  .strictObject({
    budgetUsd: budgetUsdSchema.nullable().optional(),
    budgetTokens: budgetTokensSchema.nullable().optional(),
  })
  .refine((body) => body.budgetUsd !== undefined || body.budgetTokens !== undefined, {
    message: 'name budgetUsd, budgetTokens or both',
    path: ['budgetUsd'],
  });
export type ChangeBudget = z.infer<typeof changeBudgetSchema>;

/** Body of `POST /api/sessions/:id/stop`; may be empty. `force` goes to SIGKILL at once. */
export const stopSessionSchema = z.strictObject({ force: z.boolean().optional() });
/** Body of `POST /api/sessions/stop`: either ids, or every running session of a repo. */
export const stopSessionsSchema = z.union([
  z.strictObject({ ids: z.array(sessionIdSchema).min(1).max(200), force: z.boolean().optional() }),
  z.strictObject({ repo: z.string().min(1), force: z.boolean().optional() }),
]);
/** Answer to `POST /api/sessions/stop`: one row a session. */
export const stopSessionsResultSchema = z.object({
  items: z.array(z.object({ id: sessionIdSchema, stopping: z.boolean(), message: z.string().nullable() })),
});

/** Body of `POST /api/sessions/:id/input`. Text goes to the terminal as it is: end it with `\r` to send a line. */
export const sendInputSchema = z.strictObject({ text: z.string().min(1).max(65_536) });

/** Query of `GET /api/sessions`. `q` looks in name, command and repo path. */
export const listSessionsQuerySchema = z.strictObject({
  status: z.enum([...sessionStatusSchema.options, 'live']).optional(),
  kind: sessionKindSchema.optional(),
  repo: z.string().max(4096).optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type ListSessionsQuery = z.infer<typeof listSessionsQuerySchema>;

/** Query of the lists inside a session. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  cursor: z.string().max(200).optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** A page: `nextCursor` is `null` on the last one. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export const sessionPageSchema = pageSchema(sessionSchema);
