import { z } from 'zod';
import {
  activitySchema,
  agentSchema,
  commandReplySchema,
  modelRatesSchema,
  nanoUsdSchema,
  sessionIdSchema,
  startCommandSchema,
  stopReasonSchema,
  usageRecordSchema,
} from '@agents-fleet/contracts';
import { agentSessionIdSchema } from './agent-session-id.js';
import { launchPlanSchema } from './launch-plan.js';

/** What the runner asks of the pty-host, over a socket that only this user can open. */

/** Longest time that a command may be held, in seconds. */
export const MAX_BASELINE_WAIT_SECONDS = 60;

/**
 * `repoPath` is the real path, already checked against the allowed roots; the pty-host checks it again. `baselineWaitMs`:
 * the command is held so long at most, until `begin`; 0 is not at all.
 */
export const startSessionSchema = startCommandSchema.extend({
  agent: agentSchema,
  launch: launchPlanSchema,
  baselineWaitMs: z.number().int().min(0).max(MAX_BASELINE_WAIT_SECONDS * 1_000),
});
export type StartSession = z.infer<typeof startSessionSchema>;

export const stopSessionSchema = z.object({
  sessionId: sessionIdSchema,
  reason: stopReasonSchema,
  force: z.boolean(),
  enforcedBy: z.enum(['person', 'budget', 'runner']),
  /** Only if the session's budget is still of this version; `null` always. */
  budgetVersion: z.number().int().min(1).nullable(),
});
export type StopSession = z.infer<typeof stopSessionSchema>;

/** The repo of a session's start is kept: a command that is held for that runs now. */
export const beginCommandSchema = z.object({ sessionId: sessionIdSchema });

export const renewBudgetSchema = z.object({
  sessionId: sessionIdSchema,
  version: z.number().int().min(1),
  budgetNanoUsd: nanoUsdSchema.nullable(),
  budgetTokens: z.number().int().min(1).nullable(),
});
export type RenewBudget = z.infer<typeof renewBudgetSchema>;

/** Names that an agent gives: bounded, so that a report of many facts fits into a frame. */
const shortText = z.string().max(200);

/** What an adapter has learnt of its session; the pty-host, which alone writes the session's events, records it. */
export const factSchema = z.discriminatedUnion('kind', [
  /** `rates`: what the model's tokens cost, for the lease; `null` when nobody could tell: the default rate. */
  z.object({ kind: z.literal('usage'), record: usageRecordSchema.extend({ agentSessionId: shortText.nullable(), model: shortText.nullable() }), rates: modelRatesSchema.nullable() }),
  z.object({ kind: z.literal('activity'), activity: activitySchema }),
  z.object({
    kind: z.literal('context'),
    agentSessionId: shortText.nullable(),
    model: shortText.nullable(),
    usedTokens: z.number().int().min(0),
    windowTokens: z.number().int().min(1),
  }),
  z.object({ kind: z.literal('resumable'), agentSessionId: agentSessionIdSchema, command: z.string().min(1).max(32_768) }),
  /** Whether characters are to be counted: `true` when the adapter sees nothing of an agent that works. */
  z.object({ kind: z.literal('blind'), blind: z.boolean() }),
  /**
   * Whether a model request is under way: what is printed meanwhile counts in the lease as its output, until its usage
   * is reported, so that a long answer can be stopped in its middle.
   */
  z.object({ kind: z.literal('asking'), asking: z.boolean() }),
  /** The process has exited and everything of it is reported: the session may end. */
  z.object({ kind: z.literal('settled') }),
]);
export type Fact = z.infer<typeof factSchema>;

export const reportSchema = z.object({ sessionId: sessionIdSchema, facts: z.array(factSchema).max(1_000) });
export type Report = z.infer<typeof reportSchema>;

/**
 * Answer to a report: whether the session may go on spending, and its budget. `stopping`: its end has begun, for
 * whatever reason. `askingTokens`: what was printed since the model request under way began, in tokens.
 */
export const reportReplySchema = z.object({
  limit: z.enum(['none', 'armed', 'warned', 'reached']),
  stopping: z.boolean(),
  budgetNanoUsd: nanoUsdSchema.nullable(),
  budgetTokens: z.number().int().min(1).nullable(),
  askingTokens: z.number().int().min(0),
});
export type ReportReply = z.infer<typeof reportReplySchema>;

/** `following`: the sessions that the runner reports on. One that is not named for a while is metered by its characters. */
export const statusQuestionSchema = z.object({ following: z.array(sessionIdSchema).max(1_000) });

/** The environment that a session's program would get. Same user, private socket; still: never log the answer. */
export const environmentQuestionSchema = z.object({ sessionId: sessionIdSchema });
export const environmentReplySchema = z.record(z.string(), z.string());

export const controlRequestSchema = z.discriminatedUnion('method', [
  z.object({ id: z.number().int(), method: z.literal('start'), parameters: startSessionSchema }),
  z.object({ id: z.number().int(), method: z.literal('begin'), parameters: beginCommandSchema }),
  z.object({ id: z.number().int(), method: z.literal('stop'), parameters: stopSessionSchema }),
  z.object({ id: z.number().int(), method: z.literal('renew'), parameters: renewBudgetSchema }),
  z.object({ id: z.number().int(), method: z.literal('report'), parameters: reportSchema }),
  z.object({ id: z.number().int(), method: z.literal('status'), parameters: statusQuestionSchema }),
  z.object({ id: z.number().int(), method: z.literal('environment'), parameters: environmentQuestionSchema }),
]);
export type ControlRequest = z.infer<typeof controlRequestSchema>;
export type ControlMethod = ControlRequest['method'];
export type ParametersOf<Method extends ControlMethod> = Extract<ControlRequest, { method: Method }>['parameters'];

export const ptyHostStatusSchema = z.object({
  runnerId: z.string(),
  epoch: z.string(),
  startedAt: z.string(),
  sessionIds: z.array(sessionIdSchema),
  /** Those whose program has exited, and whose end waits for the last reports. */
  exitedIds: z.array(sessionIdSchema),
  spoolBytes: z.number().int().min(0),
});
export type PtyHostStatus = z.infer<typeof ptyHostStatusSchema>;

export const controlReplySchema = z.object({ id: z.number().int(), reply: commandReplySchema(z.unknown()) });
export type ControlReply = z.infer<typeof controlReplySchema>;

/** What the pty-host says unasked: a session's program has exited, and `settled` is waited for. */
export const controlNoticeSchema = z.object({ notice: z.literal('exited'), sessionId: sessionIdSchema });
export type ControlNotice = z.infer<typeof controlNoticeSchema>;

/** Everything that the pty-host sends. */
export const controlMessageSchema = z.union([controlReplySchema, controlNoticeSchema]);
