import * as z from 'zod';
import { eventSchema } from '../envelope.js';
import { sessionIdSchema } from '../identifiers.js';
import { nanoUsdSchema } from '../money.js';
import { activitySchema, agentSchema, sessionKindSchema, stopReasonSchema } from '../vocabulary.js';

/** Number of the newest PTY chunk when the event was written; 0 before the first. Aligns the log with the terminal. */
const chunkPosition = z.number().int().min(0);

/** What a chain of resumed sessions has spent before: tokens that count against a budget, and their cost. */
export const carriedSpendSchema = z.object({ countedTokens: z.number().int().min(0), costNanoUsd: nanoUsdSchema });
export type CarriedSpend = z.infer<typeof carriedSpendSchema>;

/** Nothing was spent before: the session resumes no other. */
export const NOTHING_CARRIED: CarriedSpend = Object.freeze({ countedTokens: 0, costNanoUsd: 0 });

/**
 * The session's process runs. Carries version 1 of its budget. `command` is `null` for the person's login shell.
 * `carried` is what the sessions that this one resumes have spent already: it counts against this one's budget, and
 * not in its own figures. `baselineWaitMs`: the command is held until the repo is kept as it was, for so many
 * milliseconds at most; `session.command_started` then tells that it runs. 0: it runs already.
 */
export const sessionStartedSchema = eventSchema(
  'session.started',
  3,
  z.object({
    kind: sessionKindSchema,
    agent: agentSchema,
    name: z.string(),
    command: z.string().nullable(),
    repoPath: z.string(),
    budgetNanoUsd: nanoUsdSchema.nullable(),
    budgetTokens: z.number().int().min(1).nullable(),
    cols: z.number().int().min(1),
    rows: z.number().int().min(1),
    pid: z.number().int().nullable(),
    resumeOf: sessionIdSchema.nullable(),
    carried: carriedSpendSchema,
    baselineWaitMs: z.number().int().min(0),
  }),
);
export type SessionStarted = z.infer<typeof sessionStartedSchema>;

/**
 * The command, which was held for the snapshot of its repo's start, runs. `baseline` is `late` when it was not held long
 * enough: what it did at first may be in that snapshot already. `waitedMs` runs from the session's start.
 */
export const commandStartedSchema = eventSchema(
  'session.command_started',
  1,
  z.object({ baseline: z.enum(['kept', 'late']), waitedMs: z.number().int().min(0) }),
);
export type CommandStarted = z.infer<typeof commandStartedSchema>;

/** Somebody or something asked for the session's end. `enforcedBy` says who saw to it first. */
export const sessionStopRequestedSchema = eventSchema(
  'session.stop_requested',
  1,
  z.object({
    reason: stopReasonSchema,
    force: z.boolean(),
    enforcedBy: z.enum(['person', 'budget', 'lease', 'runner']),
    chunk: chunkPosition,
  }),
);
export type SessionStopRequested = z.infer<typeof sessionStopRequestedSchema>;

/** The session's first process ended. `exitCode` is `null` when a signal ended it, and the other way round. */
export const processExitedSchema = eventSchema(
  'session.process_exited',
  1,
  z.object({
    exitCode: z.number().int().nullable(),
    signal: z.string().nullable(),
    chunk: chunkPosition,
  }),
);
export type ProcessExited = z.infer<typeof processExitedSchema>;

/**
 * The session is over: output drained to its end, every chunk acknowledged by the broker, the process tree checked.
 * `lastChunk` and `bytes` let a reader wait for a complete record. `survivors` counts processes of the session that
 * are still alive after the sweep: 0, or the stop failed and says so. `stopDurationMs` runs from the stop request.
 */
export const sessionEndedSchema = eventSchema(
  'session.ended',
  1,
  z.object({
    stopReason: stopReasonSchema,
    exitCode: z.number().int().nullable(),
    signal: z.string().nullable(),
    lastChunk: chunkPosition,
    bytes: z.number().int().min(0),
    survivors: z.number().int().min(0),
    stopDurationMs: z.number().min(0).nullable(),
  }),
);
export type SessionEnded = z.infer<typeof sessionEndedSchema>;

/** Bytes were truly lost (a killed pty-host, a full spool): said, never silent. */
export const recordGapSchema = eventSchema(
  'session.record_gap',
  1,
  z.object({ afterChunk: chunkPosition, lostBytes: z.number().int().min(0).nullable(), why: z.string() }),
);
export type RecordGap = z.infer<typeof recordGapSchema>;

/** What the agent does, as its adapter knows it: works, waits for the person (a prompt, a permission), or is idle. */
export const sessionActivityChangedSchema = eventSchema(
  'session.activity_changed',
  1,
  z.object({ activity: activitySchema, chunk: chunkPosition }),
);
export type SessionActivityChanged = z.infer<typeof sessionActivityChangedSchema>;

/**
 * How the agent's conversation can be taken up again. The newest one of a session counts: an agent may begin another
 * conversation (`/clear`). `command` is what a person would type in the session's repo.
 */
export const sessionResumableSchema = eventSchema(
  'session.resumable',
  1,
  z.object({ agentSessionId: z.string().min(1).max(200), command: z.string().min(1).max(32_768) }),
);
export type SessionResumable = z.infer<typeof sessionResumableSchema>;
