import { z } from 'zod';
import { agentSchema, commandReplySchema, nanoUsdSchema, sessionIdSchema, startCommandSchema, stopReasonSchema } from '@agents-fleet/contracts';

/** What the runner asks of the pty-host, over a socket that only this user can open. */

/** `repoPath` is the real path, already checked against the allowed roots; the pty-host checks it again. */
export const startSessionSchema = startCommandSchema.extend({ agent: agentSchema });
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

export const renewBudgetSchema = z.object({
  sessionId: sessionIdSchema,
  version: z.number().int().min(1),
  budgetNanoUsd: nanoUsdSchema.nullable(),
  budgetTokens: z.number().int().min(1).nullable(),
});
export type RenewBudget = z.infer<typeof renewBudgetSchema>;

export const controlRequestSchema = z.discriminatedUnion('method', [
  z.object({ id: z.number().int(), method: z.literal('start'), parameters: startSessionSchema }),
  z.object({ id: z.number().int(), method: z.literal('stop'), parameters: stopSessionSchema }),
  z.object({ id: z.number().int(), method: z.literal('renew'), parameters: renewBudgetSchema }),
  z.object({ id: z.number().int(), method: z.literal('status'), parameters: z.object({}) }),
]);
export type ControlRequest = z.infer<typeof controlRequestSchema>;
export type ControlMethod = ControlRequest['method'];
export type ParametersOf<Method extends ControlMethod> = Extract<ControlRequest, { method: Method }>['parameters'];

export const ptyHostStatusSchema = z.object({
  runnerId: z.string(),
  epoch: z.string(),
  startedAt: z.string(),
  sessionIds: z.array(sessionIdSchema),
  spoolBytes: z.number().int().min(0),
});
export type PtyHostStatus = z.infer<typeof ptyHostStatusSchema>;

export const controlReplySchema = z.object({ id: z.number().int(), reply: commandReplySchema(z.unknown()) });
export type ControlReply = z.infer<typeof controlReplySchema>;
