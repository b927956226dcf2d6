import * as z from 'zod';
import { carriedSpendSchema } from './events/lifecycle.js';
import { runnerIdSchema, sessionIdSchema } from './identifiers.js';
import { nanoUsdSchema } from './money.js';
import { modelRatesSchema } from './rates.js';
import { stopReasonSchema } from './vocabulary.js';

/** Terminal size limits: xterm and the kernel's winsize (u16) take more, no person does. */
export const MAX_COLS = 1000;
export const MAX_ROWS = 1000;
export const colsSchema = z.number().int().min(1).max(MAX_COLS);
export const rowsSchema = z.number().int().min(1).max(MAX_ROWS);

/** `start`: run a command in a PTY. `command: null` means the person's login shell. The runner checks `repoPath`. */
export const startCommandSchema = z.object({
  sessionId: sessionIdSchema,
  kind: z.literal('pty'),
  name: z.string().min(1),
  command: z.string().min(1).nullable(),
  repoPath: z.string().min(1),
  budgetNanoUsd: nanoUsdSchema.nullable(),
  budgetTokens: z.number().int().min(1).nullable(),
  cols: colsSchema,
  rows: rowsSchema,
  resumeOf: sessionIdSchema.nullable(),
  /** What the chain of resumed sessions has spent so far. */
  carried: carriedSpendSchema,
  correlationId: z.string().min(1),
});
export type StartCommand = z.infer<typeof startCommandSchema>;

export const resizeCommandSchema = z.object({ sessionId: sessionIdSchema, cols: colsSchema, rows: rowsSchema });
export type ResizeCommand = z.infer<typeof resizeCommandSchema>;

/**
 * Where a runner's terminals can be heard and typed into past the broker, by whom is on the same machine: the path of a Unix socket, and
 * what has to be said there first. The key is of this life of the runner only; never log it.
 */
export const lineReplySchema = z.object({ path: z.string().min(1).max(200), key: z.string().min(1).max(200) });
export type LineReply = z.infer<typeof lineReplySchema>;

export const stopCommandSchema = z.object({
  sessionId: sessionIdSchema,
  force: z.boolean(),
  reason: stopReasonSchema,
  correlationId: z.string().min(1),
});
export type StopCommand = z.infer<typeof stopCommandSchema>;

/** `directories`: complete a path that a person types. Only directories under the allowed roots are listed. */
export const directoriesCommandSchema = z.object({ prefix: z.string().max(4096), limit: z.number().int().min(1).max(200) });
export type DirectoriesCommand = z.infer<typeof directoriesCommandSchema>;
export const directoriesReplySchema = z.object({
  roots: z.array(z.string()),
  items: z.array(z.object({ path: z.string(), isRepository: z.boolean() })),
});
export type DirectoriesReply = z.infer<typeof directoriesReplySchema>;

/** `fleet.budget.cmd.set`: absent leaves a budget as it is, `null` removes it. Reply: the budget in force. */
export const setBudgetCommandSchema = z.object({
  sessionId: sessionIdSchema,
  budgetNanoUsd: nanoUsdSchema.nullable().optional(),
  budgetTokens: z.number().int().min(1).nullable().optional(),
  correlationId: z.string().min(1),
});
export type SetBudgetCommand = z.infer<typeof setBudgetCommandSchema>;
export const setBudgetReplySchema = z.object({
  version: z.number().int().min(1),
  budgetNanoUsd: nanoUsdSchema.nullable(),
  budgetTokens: z.number().int().min(1).nullable(),
});
export type SetBudgetReply = z.infer<typeof setBudgetReplySchema>;

/** `fleet.pricing.cmd.rates`: what tokens of these models cost. Asked by runners for the leases of their budgets. */
export const ratesCommandSchema = z.object({ models: z.array(z.string().min(1).max(200)).min(1).max(100) });
export type RatesCommand = z.infer<typeof ratesCommandSchema>;
/** One row for each model asked for. A model that nobody knows has the default rate: it is never free. */
export const ratesReplySchema = z.object({ rates: z.record(z.string(), modelRatesSchema) });
export type RatesReply = z.infer<typeof ratesReplySchema>;

/** Why a command was refused, in words for a person. `field` names the input that is wrong, when one is. */
export const commandErrorSchema = z.object({
  code: z.enum([
    'invalid_input',
    'repo_not_found',
    'repo_not_allowed',
    'command_not_found',
    'session_not_found',
    'session_ended',
    'too_many_sessions',
    'unavailable',
    'internal',
  ]),
  message: z.string(),
  field: z.string().nullable(),
});
export type CommandError = z.infer<typeof commandErrorSchema>;

/** Every command is answered with one of these two. */
export function commandReplySchema<Data extends z.ZodType>(data: Data) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), data }),
    z.object({ ok: z.literal(false), error: commandErrorSchema }),
  ]);
}
export type CommandReply<Data> = { ok: true; data: Data } | { ok: false; error: CommandError };

/** Core NATS, every 2 s from each runner: who is there and how it fares. */
export const runnerHeartbeatSchema = z.object({
  runnerId: runnerIdSchema,
  epoch: z.string(),
  hostname: z.string(),
  platform: z.string(),
  startedAt: z.iso.datetime(),
  sessionIds: z.array(sessionIdSchema),
  repoRoots: z.array(z.string()),
  /** Bytes in the spool that the broker has not acknowledged. */
  spoolBytes: z.number().int().min(0),
});
export type RunnerHeartbeat = z.infer<typeof runnerHeartbeatSchema>;

/** Body of `fleet.projection.changed`. */
export const projectionChangedSchema = z.object({ sessionIds: z.array(sessionIdSchema) });
export type ProjectionChanged = z.infer<typeof projectionChangedSchema>;
